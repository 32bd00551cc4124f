namespace OpteriusDkim;

/// <summary>Every setting there is: its name, what it takes and what holds without it.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("keyDirectory", SettingKind.Path, null, "Where the keys are: {keyDirectory}/{domain}/{selector}.private.") { UserDefault = () => UserFolders.Keys },
        new("stateDirectory", SettingKind.Path, null, "Locks, journals and backups.") { UserDefault = () => UserFolders.State },
        new("selector", SettingKind.Selector, "mail", "The selector of new keys where none is given."),
        Choice("algorithm", "Rsa", "The algorithm of new keys.", Enum.GetNames<DkimKeyAlgorithm>()),
        new("keySize", SettingKind.Number, "2048", "Bits of new RSA keys.") { Choices = ["2048", "3072", "4096"] },
        new("ttl", SettingKind.Number, "3600", "Time to live of records to publish, in seconds."),
        Choice("provider", "Generic", "The DNS provider whose form records are shown in.", [.. ProviderTable.All.Select(p => p.Name)]) with
        {
            PerDomain = true,
            ChoiceByAlias = text => ProviderTable.TryFind(text)?.Name,
        },
        new("dns.servers", SettingKind.ServerList, null, "DNS servers to ask in place of the system's, the preferred one first."),
        new("dns.timeout", SettingKind.Duration, "00:00:05", "How long one query may take."),
        Choice("signer.type", null, "The daemon that signs; where it isn't set, the one that is installed.", "OpenDkim", "Rspamd"),
        new("signer.configuration", SettingKind.Path, null, "The daemon's own configuration file."),
        new("signer.reload", SettingKind.Text, null, "The command that reloads the daemon, given to /bin/sh -c."),
        new("signer.sockets", SettingKind.TextList, null, "All running daemons that sign with these tables."),
        new("signer.postfix", SettingKind.Path, PostfixWiring.DefaultPath, "Postfix's main.cf, read to see whether it hands its mail to the signer."),
        Choice("publisher.type", "Manual", "How a record reaches DNS.", "Manual", "DynamicUpdate", "Script") with { PerDomain = true },
        new("publisher.server", SettingKind.Server, null, "The primary server that takes dynamic updates.") { PerDomain = true },
        new("publisher.keyFile", SettingKind.Path, null, "The TSIG key of dynamic updates, a BIND key file.") { PerDomain = true },
        new("publisher.script", SettingKind.Path, null, "The script that publishes.") { PerDomain = true },
        new("rotation.interval", SettingKind.Duration, "180.00:00:00", "How long a key is active before it is due.") { PerDomain = true },
        new("rotation.drain", SettingKind.Duration, "7.00:00:00", "How long an old record stays after its key signed last; unless set, Postfix's maximal_queue_lifetime and 2 days where that is longer.") { PerDomain = true },
        Choice("rotation.retire", "Remove", "What becomes of an old record.", "Remove", "Revoke") with { PerDomain = true },
        new("rotation.selector", SettingKind.Text, "{base}{number}", "The selector of the next key.") { PerDomain = true },
        new("rotation.maxStarts", SettingKind.Number, "100", "Rotations that one unattended run starts, at most.") { PerDomain = true },
        new("rotation.notify", SettingKind.Path, null, "The script that is told when a rotation waits for a person.") { PerDomain = true },
        new("rotation.compromisedWait", SettingKind.Duration, "01:00:00", "How long a compromised key may sign on while the new record spreads.") { PerDomain = true },
    ];

    public static Setting Get(string name) => All.First(setting => setting.Name == name);

    private static Setting Choice(string name, string? initial, string meaning, params string[] choices) =>
        new(name, SettingKind.Choice, initial, meaning) { Choices = choices };
}
