namespace OpteriusDkim;

/// <summary>A whole rotation with a running Rspamd that signs with two keys, and records in BIND by dynamic update.</summary>
public sealed class RspamdRotationTests : IDisposable
{
    private const string Domain = "one.com";

    private readonly Sandbox sandbox = new();
    private readonly RspamdInstallation host;
    private readonly ModuleSession session;
    private readonly LoopbackAddress address;
    private readonly NameServer names;

    public RspamdRotationTests()
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
    public async Task One_of_two_keys_is_replaced_and_the_other_continues_to_sign()
    {
        Run("Initialize-DkimSigner");
        await host.StartAsync();
        Run(
            $"New-DkimKey {Domain} | Publish-DkimRecord; New-DkimKey {Domain} ed -Algorithm Ed25519 | Publish-DkimRecord; "
            + $"Enable-DkimSigning {Domain} mail; Enable-DkimSigning {Domain} ed");
        Assert.Equal(["RotationSelectorNeeded"], session.Run($"Invoke-DkimRotation {Domain}").ErrorIds);

        var rotation = (DkimRotation)Run($"Invoke-DkimRotation {Domain} mail -Wait -WaitTimeout 90").Objects.Single().BaseObject;

        Assert.Equal((RotationPhase.Completed, "mail", "mail2"), (rotation.Phase, rotation.OldSelector, rotation.NewSelector));
        Assert.Equal(
            ["ed ed25519-sha256 one.com", "mail2 rsa-sha256 one.com"], await new RspamdScan(host.ScanPort).SignaturesAsync(Domain));
        Assert.Equal(["ed", "mail2"], Run($"Get-DkimKey {Domain}").Objects.Select(item => (string)item.Properties["Selector"].Value));
    }

    private Outcome Run(string script)
    {
        var outcome = session.Run(script);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return outcome;
    }
}
