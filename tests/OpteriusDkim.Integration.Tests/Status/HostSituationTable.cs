namespace OpteriusDkim;

/// <summary>Situations of a whole host: daemons, resolvers, and users who see the public index only. They are made in this order.</summary>
internal static class HostSituationTable
{
    private const DkimSigningOutcome Signed = DkimSigningOutcome.Signed;
    private const DkimSigningOutcome NoReply = DkimSigningOutcome.Unreachable;
    private const DkimDnsStatus Verified = DkimDnsStatus.Verified;
    private const DkimDnsStatus NotSeen = DkimDnsStatus.KeyGenerated;

    public static IReadOnlyList<HostSituation> All { get; } =
    [
        new(new("one-domain", DkimHealth.Ok, "", Signed, Verified), host => Task.FromResult(host.Row())),
        new(new("no-dns", DkimHealth.Warning, "DnsNotAsked", Signed, null), host => Task.FromResult(host.Row("-NoDns"))),
        new(
            new("resolver-down", DkimHealth.Warning, "DnsUnknown", Signed, NotSeen),
            host => Task.FromResult(host.Row("-Server 127.0.0.1:9 -Timeout 1"))),
        new(
            new("daemon-hangs", DkimHealth.Critical, "SocketTimeout", NoReply, Verified),
            host => Task.FromResult(
                SingleDomainHost.During(() => host.Signal("-STOP"), () => host.Row("-Timeout 1"), () => host.Signal("-CONT")))),
        new(
            new("tables-not-configured", DkimHealth.Warning, "SignerConfigurationMissing", null, Verified),
            host => Task.FromResult(SingleDomainHost.Without(host.User.Sandbox.OpenDkimConfiguration, () => host.Row()))),
        new(
            new("user-with-index", DkimHealth.Ok, "FromIndex", Signed, Verified),
            host =>
            {
                _ = host.Row();
                return host.RowOfUserAsync();
            }),
        new(
            new("user-and-record-deleted", DkimHealth.Critical, "RecordMissingWhileSigning FromIndex", Signed, NotSeen),
            async host =>
            {
                host.Host.Publish(SingleDomainHost.Domain);
                var row = await host.RowOfUserAsync();
                host.Host.Publish();
                return row;
            }),
        new(
            new("user-with-old-index", DkimHealth.Warning, "IndexStale FromIndex", Signed, Verified),
            host => WithEntryAsync(host, text => text.Replace(
                $"\"writtenAt\":\"{DateTime.UtcNow:yyyy-MM-dd}", $"\"writtenAt\":\"{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}",
                StringComparison.Ordinal))),
        new(
            new("user-with-broken-index", DkimHealth.Warning, "IndexBroken", null, DkimDnsStatus.NotConfigured),
            host => WithEntryAsync(host, text => text[..(text.Length / 2)])),
        new(
            new("postfix-without-milter", DkimHealth.Warning, "PostfixNotWired", Signed, Verified),
            host => Task.FromResult(PostfixFiles.During(host.User.Sandbox, "", () => host.Row()))),
        new(
            new("postfix-cannot-connect", DkimHealth.Critical, "PostfixCannotConnect", Signed, Verified),
            host => Task.FromResult(PostfixFiles.During(
                host.User.Sandbox, $"smtpd_milters = unix:{host.Host.Socket}\nnon_smtpd_milters = $smtpd_milters", () => host.Row()))),
        new(
            new("one-of-two-daemons-down", DkimHealth.Critical, "SocketMissing", NoReply, Verified),
            host => Task.FromResult(SingleDomainHost.During(
                () => Sockets(host, $"\"sockets\": [\"local:{host.Host.Socket}\", \"local:/nowhere.sock\"], "),
                () => host.Row(), () => host.Host.Configure(null)))),
        new(
            new("daemon-stopped", DkimHealth.Critical, "SocketRefused", NoReply, Verified),
            async host =>
            {
                host.Signal("-KILL");
                await host.Host.StopAsync();
                return host.Row();
            }),
        new(
            new("user-and-daemon-stopped", DkimHealth.Critical, "SocketRefused FromIndex", NoReply, Verified),
            host => host.RowOfUserAsync()),
    ];

    private static void Sockets(SingleDomainHost host, string setting)
    {
        var path = host.User.Sandbox.ConfigurationPath;
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "\"signer\": {", "\"signer\": { " + setting, StringComparison.Ordinal));
    }

    private static async Task<DkimStatus> WithEntryAsync(SingleDomainHost host, Func<string, string> change)
    {
        var text = await File.ReadAllTextAsync(host.IndexEntry);
        await File.WriteAllTextAsync(host.IndexEntry, change(text));
        var row = await host.RowOfUserAsync();
        await File.WriteAllTextAsync(host.IndexEntry, text);
        return row;
    }
}
