namespace OpteriusDkim;

/// <summary>A test with an installation of Rspamd, and a zone in BIND that the module changes by dynamic update.</summary>
public abstract class RspamdRotationTest : IDisposable
{
    protected const string Domain = "one.com";

    private readonly Sandbox sandbox = new();
    private readonly LoopbackAddress address;
    private readonly NameServer names;

    protected RspamdRotationTest()
    {
        var missing = RspamdInstallation.Missing ?? LoopbackAddress.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        Host = new RspamdInstallation(sandbox);
        Session = new ModuleSession(sandbox);
        address = new LoopbackAddress();
        var key = sandbox.In("tsig.key");
        UpdatableZone.WriteKey(key, "hmac-sha256", "dkim-key");
        names = NameServer.StartAt(
            sandbox.In("primary"), address, "", $"include \"{key}\";", "allow-update { key dkim-key; };",
            (Domain, $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}"));
        File.WriteAllText(sandbox.ConfigurationPath, $$"""
            { "keyDirectory": "{{sandbox.Keys}}", "stateDirectory": "{{sandbox.State}}", "dns": { "servers": ["{{address}}"] }, "ttl": 2,
              "publisher": { "type": "DynamicUpdate", "server": "{{address}}", "keyFile": "{{key}}" }, "rotation": { "drain": "00:00:02" },
              "signer": { "type": "Rspamd", "configuration": "{{Host.Configuration}}", "postfix": "{{sandbox.In("main.cf")}}" } }
            """);
    }

    private protected RspamdInstallation Host { get; }

    private protected ModuleSession Session { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        names?.Dispose();
        address?.Dispose();
        Session?.Dispose();
        Host?.Dispose();
        sandbox.Dispose();
    }

    /// <summary>Runs a script that must succeed.</summary>
    private protected Outcome Run(string script)
    {
        var outcome = Session.Run(script);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return outcome;
    }
}
