namespace OpteriusDkim;

/// <summary>A whole rotation with a running OpenDKIM and records in PowerDNS, by its API.</summary>
public sealed class PowerDnsRotationTests : IDisposable
{
    private const string Domain = "example.com";

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private LoopbackAddress? address;
    private PowerDnsServer? server;
    private OpenDkimHost? host;

    public PowerDnsRotationTests() => session = new ModuleSession(sandbox);

    public void Dispose()
    {
        host?.Dispose();
        server?.Dispose();
        address?.Dispose();
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("Remove", "")]
    [InlineData("Revoke", "\"v=DKIM1; k=rsa; p=\"")]
    public async Task A_rotation_goes_from_the_old_key_to_the_new_one(string retire, string old)
    {
        await StartAsync($"\"rotation\": {{ \"drain\": \"00:00:03\", \"retire\": \"{retire}\" }}, ");
        Assert.Equal("mail", await host!.SelectorAsync(Domain));

        var result = session.Run($"Invoke-DkimRotation {Domain} -Wait -WaitTimeout 90");

        Assert.True(result.Errors.Count == 0 && result.Objects.Count == 1, result.Everything);
        Assert.Equal(("Completed", "mail2"), (result["Phase"]!.ToString(), (string)result["NewSelector"]!));
        Assert.Equal("mail2", await host.SelectorAsync(Domain));
        Assert.Equal("Verified", session.Run($"Test-DkimDns {Domain} mail2 -Authoritative")["Status"]!.ToString());
        Assert.Equal(old, RecordAt("mail"));
        Assert.StartsWith("\"v=DKIM1; k=rsa; p=MII", RecordAt("mail2"), StringComparison.Ordinal);
    }

    private string RecordAt(string selector)
    {
        var beginning = $"{selector}._domainkey.{Domain}. 2 TXT ";
        return server!.RecordsOf(Domain).FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } line
            ? line[beginning.Length..]
            : "";
    }

    private async Task StartAsync(string settings)
    {
        var missing = OpenDkimHost.Missing ?? LoopbackAddress.Missing ?? PowerDnsServer.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        address = new LoopbackAddress();
        server = PowerDnsServer.Start(sandbox.In("pdns"), address.Address, 53, Domain);
        host = new OpenDkimHost(sandbox, server.Address, $"{Publisher(server)}\"ttl\": 2, {settings}");
        Assert.Empty(session.Run($"New-DkimKey {Domain} | Publish-DkimRecord").Errors);
        await host.StartAsync();
        Assert.Empty(session.Run($"Enable-DkimSigning {Domain}").Errors);
    }

    /// <summary>The settings of the publisher; the host adds those of DNS.</summary>
    private static string Publisher(PowerDnsServer server) =>
        server.Settings[..server.Settings.IndexOf("\"dns\"", StringComparison.Ordinal)];
}
