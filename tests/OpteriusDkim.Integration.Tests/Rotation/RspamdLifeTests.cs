namespace OpteriusDkim;

/// <summary>A domain registered, rotated and retired with a running Rspamd, and records in BIND by dynamic update.</summary>
public sealed class RspamdLifeTests : IDisposable
{
    private const string Domain = "one.com";

    private readonly Sandbox sandbox = new();
    private readonly RspamdInstallation host;
    private readonly ModuleSession session;
    private readonly LoopbackAddress address;
    private readonly NameServer names;

    public RspamdLifeTests()
    {
        var missing = RspamdInstallation.Missing ?? LoopbackAddress.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        host = new RspamdInstallation(sandbox);
        session = new ModuleSession(sandbox);
        address = new LoopbackAddress();
        var key = sandbox.In("tsig.key");
        UpdatableZone.WriteKey(key, "hmac-sha256", "dkim-key");
        names = NameServer.StartAt(
            sandbox.In("primary"), address, "", $"include \"{key}\";", "allow-update { key dkim-key; };",
            (Domain, $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}"));
        File.WriteAllText(sandbox.ConfigurationPath, $$"""
            { "keyDirectory": "{{sandbox.Keys}}", "stateDirectory": "{{sandbox.State}}", "dns": { "servers": ["{{address}}"] }, "ttl": 2,
              "publisher": { "type": "DynamicUpdate", "server": "{{address}}", "keyFile": "{{key}}" }, "rotation": { "drain": "00:00:02" },
              "signer": { "type": "Rspamd", "configuration": "{{host.Configuration}}", "postfix": "{{sandbox.In("main.cf")}}" } }
            """);
    }

    public void Dispose()
    {
        names?.Dispose();
        address?.Dispose();
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task A_domain_is_registered_rotated_and_retired()
    {
        Run("Initialize-DkimSigner");
        await host.StartAsync();

        Assert.Equal(("Registration", "Completed"), End(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 90")));
        Assert.Equal(["mail rsa-sha256 one.com"], await new RspamdScan(host.ScanPort).SignaturesAsync(Domain));
        Assert.Equal(("Registration", "Completed"), End(Run($"Register-DkimDomain {Domain}")));

        Assert.Equal(("Rotation", "Completed"), End(Run($"Invoke-DkimRotation {Domain} -Wait -WaitTimeout 90")));
        Assert.Equal(["mail2 rsa-sha256 one.com"], await new RspamdScan(host.ScanPort).SignaturesAsync(Domain));

        Assert.Equal(("Retirement", "Completed"), End(Run($"Unregister-DkimDomain {Domain} -Wait -WaitTimeout 90 -Confirm:$false")));
        Assert.Empty(await new RspamdScan(host.ScanPort).SignaturesAsync(Domain));
        Assert.Empty(Run("Get-DkimKey").Objects);
    }

    private static (string, string) End(Outcome outcome) => (outcome["Kind"]!.ToString()!, outcome["Phase"]!.ToString()!);

    private Outcome Run(string script)
    {
        var outcome = session.Run(script);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return outcome;
    }
}
