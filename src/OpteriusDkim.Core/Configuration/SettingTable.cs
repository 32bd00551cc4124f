using OpteriusDkim.Publishing;
using OpteriusDkim.Records.Providers;
using OpteriusDkim.Signing.Postfix;

namespace OpteriusDkim.Configuration;

/// <summary>All settings, with their kinds and defaults.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("keyDirectory", SettingKind.Path, null, "The folder of the keys: {keyDirectory}/{domain}/{selector}.private.")
        {
            UserDefault = () => UserFolders.Keys,
        },
        new("stateDirectory", SettingKind.Path, null, "The folder of locks, journals and backups.")
        {
            UserDefault = () => UserFolders.State,
        },
        new("selector", SettingKind.Selector, "mail", "The default selector of new keys."),
        Choice("algorithm", "Rsa", "The algorithm of new keys.", Enum.GetNames<DkimKeyAlgorithm>()),
        new("keySize", SettingKind.Number, "2048", "The size of new RSA keys, in bits.") { Choices = ["2048", "3072", "4096"] },
        new("ttl", SettingKind.Number, "3600", "The time to live (TTL) of published records, in seconds."),
        Choice("provider", "Generic", "The DNS provider that records are formatted for.", [.. ProviderTable.All.Select(p => p.Name)]) with
        {
            PerDomain = true,
            ChoiceByAlias = text => ProviderTable.TryFind(text)?.Name,
        },
        new("dns.servers", SettingKind.ServerList, null, "DNS servers to use instead of the system's, in order of preference."),
        new("dns.timeout", SettingKind.Duration, "00:00:05", "The timeout of one DNS query.") { TakesSeconds = true },
        Choice("signer.type", null, "The signer. Default: the one that is installed.", "OpenDkim", "Rspamd"),
        new("signer.configuration", SettingKind.Path, null, "The signer's own configuration file.") { NamesFile = true },
        new("signer.reload", SettingKind.Text, null, "The command that reloads the signer, run with /bin/sh -c."),
        new("signer.sockets", SettingKind.TextList, null, "The sockets of all running signers that use these tables."),
        new(
            "signer.postfix",
            SettingKind.Path,
            PostfixWiring.DefaultPath,
            "The path of Postfix's main.cf, which is read to check that Postfix passes mail to the signer.") { NamesFile = true },
        Choice("publisher.type", "Manual", "How records are published in DNS.", Enum.GetNames<PublisherType>()) with
        {
            PerDomain = true,
        },
        new("publisher.server", SettingKind.Server, null, "The primary server for dynamic updates.") { PerDomain = true },
        new("publisher.keyFile", SettingKind.Path, null, "The TSIG key for dynamic updates, a key file in BIND's format.")
        {
            NamesFile = true,
            PerDomain = true,
        },
        new("publisher.script", SettingKind.Path, null, "The script that publishes records.") { NamesFile = true, PerDomain = true },
        new("publisher.url", SettingKind.Url, null, "The address of the DNS service's API. Default: the usual one.") { PerDomain = true },
        new(
            "publisher.credentialFile",
            SettingKind.Credential,
            null,
            "The file with the credential for the DNS service's API, or secret:Vault/Name.") { NamesFile = true, PerDomain = true },
        new("publisher.plugin", SettingKind.Plugin, null, "The Posh-ACME plugin that publishes records.") { PerDomain = true },
        Choice(
            "publisher.pluginValue",
            "Text",
            "How the Posh-ACME plugin is given a value: whole, or as strings with quotation marks between them.",
            Enum.GetNames<PluginValueForm>()) with { PerDomain = true },
        new("publisher.pluginArguments", SettingKind.TextList, null, "The arguments of the Posh-ACME plugin, each as Name=value.")
        {
            PerDomain = true,
        },
        new("delegation.zone", SettingKind.Zone, null, "The zone of yours to which customers delegate selectors by CNAME.")
        {
            PerDomain = true,
        },
        new("delegation.selectors", SettingKind.SelectorList, null, "The selectors that a delegated domain has a CNAME for.")
        {
            PerDomain = true,
        },
        new(
            "delegation.target",
            SettingKind.TargetTemplate,
            "{selector}.{domain}",
            "The template for the target of a CNAME, below delegation.zone.") { PerDomain = true },
        new("rotation.interval", SettingKind.Duration, "180.00:00:00", "The age at which a key is due for rotation.") { PerDomain = true },
        new(
            "rotation.drain",
            SettingKind.Duration,
            "7.00:00:00",
            "How long an old record is kept after its key has signed for the last time. Default: 7 days, or Postfix's "
            + "maximal_queue_lifetime plus 2 days if that is longer.") { PerDomain = true },
        Choice("rotation.retire", "Remove", "Whether an old record is removed or revoked (empty p=).", "Remove", "Revoke") with
        {
            PerDomain = true,
        },
        new("rotation.selector", SettingKind.Text, "{base}{number}", "The template for the selector of the next key.") { PerDomain = true },
        new("rotation.maxStarts", SettingKind.Number, "100", "The maximum number of rotations that one unattended run starts.")
        {
            PerDomain = true,
        },
        new("rotation.notify", SettingKind.Path, null, "The script to run when a rotation requires action by a person.")
        {
            NamesFile = true,
            PerDomain = true,
        },
        new(
            "rotation.reveal.folder",
            SettingKind.Path,
            null,
            "The folder in which retired private keys are published, so that old mail can be repudiated. Default: none is published.")
        {
            PerDomain = true,
        },
        new(
            "rotation.reveal.delay",
            SettingKind.Duration,
            "7.00:00:00",
            "How long after its retirement a private key is published, at least the TTL of records.") { PerDomain = true },
        new(
            "rotation.compromisedWait",
            SettingKind.Duration,
            "01:00:00",
            "How long a compromised key may continue to sign while the new record propagates.") { PerDomain = true },
    ];

    /// <summary>The values that a setting can be chosen from; empty for other settings and unknown names.</summary>
    /// <param name="name">The setting, in any letter case.</param>
    public static IReadOnlyList<string> ChoicesOf(string? name) =>
        All.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Choices ?? [];

    public static Setting Get(string name) => All.First(setting => setting.Name == name);

    private static Setting Choice(string name, string? initial, string meaning, params string[] choices) =>
        new(name, SettingKind.Choice, initial, meaning) { Choices = choices };
}
