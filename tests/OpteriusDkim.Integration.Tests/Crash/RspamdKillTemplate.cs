namespace OpteriusDkim;

/// <summary>Keys, their records, and Rspamd's files after each command, prepared once for all kills.</summary>
public sealed class RspamdKillTemplate : IAsyncLifetime
{
    private const string Zone = "com";

    private static readonly string[] Domains = ["one.com", "two.com"];

    private readonly Sandbox sandbox = new();
    private NameServer? names;

    /// <summary>Where the records are.</summary>
    public string Resolver => names!.Address;

    /// <summary>The files of a host before Initialize-DkimSigner.</summary>
    internal RspamdFiles Fresh { get; private set; } = RspamdFiles.None;

    /// <summary>The files after Initialize-DkimSigner.</summary>
    internal RspamdFiles SetUp { get; private set; } = RspamdFiles.None;

    /// <summary>The files with two.com.</summary>
    internal RspamdFiles WithTwo { get; private set; } = RspamdFiles.None;

    /// <summary>The files with one.com as well.</summary>
    internal RspamdFiles WithBoth { get; private set; } = RspamdFiles.None;

    public async ValueTask InitializeAsync()
    {
        if ((RspamdHost.Missing ?? NameServer.Missing) is not null)
        {
            return;
        }

        names = NameServer.Start(sandbox.In("dns"), (Zone, ""));
        using var host = new RspamdHost(sandbox, Resolver);
        using var session = new ModuleSession(sandbox);
        Run(session, "New-DkimKey one.com; New-DkimKey two.com");
        names.Reload(Zone, string.Join('\n', Domains.Select(domain =>
            $"$ORIGIN {domain}.\n{File.ReadAllText(Path.Combine(sandbox.Keys, domain, "mail.txt"))}")));
        Run(session, "Initialize-DkimSigner Rspamd");
        SetUp = RspamdFiles.Read(host, sandbox);
        host.Configure(Resolver, host.Reload);
        await host.StartAsync();
        Run(session, "Enable-DkimSigning two.com");
        WithTwo = RspamdFiles.Read(host, sandbox);
        Run(session, "Enable-DkimSigning one.com");
        WithBoth = RspamdFiles.Read(host, sandbox);
    }

    /// <summary>A daemon that signs by some files, with the same keys in another sandbox.</summary>
    /// <param name="isRunning">Whether it is started.</param>
    internal async Task<RspamdHost> CopyAsync(Sandbox other, RspamdFiles files, bool isRunning = true)
    {
        _ = (await Tool.RunAsync("cp", "-a", sandbox.Keys, other.Keys)).Successful;
        var host = new RspamdHost(other, Resolver);
        host.Configure(Resolver, host.Reload);
        files.Write(host, other);
        if (isRunning)
        {
            await host.StartAsync();
        }

        return host;
    }

    public ValueTask DisposeAsync()
    {
        names?.Dispose();
        sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Run(ModuleSession session, string command)
    {
        var outcome = session.Run(command);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
    }
}
