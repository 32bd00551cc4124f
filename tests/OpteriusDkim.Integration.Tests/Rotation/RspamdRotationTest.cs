namespace OpteriusDkim;

/// <summary>A test with an installation of Rspamd, and a zone in BIND that the module changes by dynamic update.</summary>
public abstract class RspamdRotationTest : IDisposable
{
    protected const string Domain = "one.com";

    private readonly LoopbackAddress address;
    private readonly NameServer names;

    protected RspamdRotationTest()
        : this(Domain, "\"rotation\": { \"drain\": \"00:00:02\" },", null)
    {
    }

    /// <param name="zone">The zone that accepts updates.</param>
    /// <param name="settings">More settings, ending in a comma.</param>
    /// <param name="customers">A zone with CNAMEs into it; null for none.</param>
    private protected RspamdRotationTest(string zone, string settings, CustomerZone? customers)
    {
        var missing = RspamdInstallation.Missing ?? LoopbackAddress.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        Host = new RspamdInstallation(Sandbox);
        Session = new ModuleSession(Sandbox);
        address = new LoopbackAddress();
        var key = Sandbox.In("tsig.key");
        UpdatableZone.WriteKey(key, "hmac-sha256", "dkim-key");
        names = NameServer.StartAt(
            Sandbox.In("primary"), address, "", $"include \"{key}\";{customers?.WriteTo(Sandbox.In("primary"))}",
            "allow-update { key dkim-key; };", (zone, $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}"));
        File.WriteAllText(Sandbox.ConfigurationPath, $$"""
            { "keyDirectory": "{{Sandbox.Keys}}", "stateDirectory": "{{Sandbox.State}}", "dns": { "servers": ["{{address}}"] }, "ttl": 2,
              "publisher": { "type": "DynamicUpdate", "server": "{{address}}", "keyFile": "{{key}}" }, {{settings}} {{customers?.Settings}}
              "signer": { "type": "Rspamd", "configuration": "{{Host.Configuration}}", "postfix": "{{Sandbox.In("main.cf")}}" } }
            """);
    }

    private protected Sandbox Sandbox { get; } = new();

    private protected RspamdInstallation Host { get; }

    private protected ModuleSession Session { get; }

    private protected System.Net.IPAddress Address => address.Address;

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
        Sandbox.Dispose();
    }

    /// <summary>Runs a script that must succeed.</summary>
    private protected Outcome Run(string script)
    {
        var outcome = Session.Run(script);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return outcome;
    }
}
