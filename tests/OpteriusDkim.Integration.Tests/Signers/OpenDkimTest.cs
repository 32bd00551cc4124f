namespace OpteriusDkim;

/// <summary>A test with a sandbox, a session and an OpenDKIM of its own.</summary>
public abstract class OpenDkimTest : IDisposable
{
    private OpenDkimHost? host;

    protected OpenDkimTest() => Session = new ModuleSession(Sandbox);

    protected Sandbox Sandbox { get; } = new();

    protected ModuleSession Session { get; }

    private protected OpenDkimHost Host => host!;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        host?.Dispose();
        Session.Dispose();
        Sandbox.Dispose();
    }

    /// <summary>Configures a daemon, and creates and publishes keys; skips the test if it isn't installed.</summary>
    protected void Prepare(params string[] domains)
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        host = new OpenDkimHost(Sandbox);
        Assert.Empty(Session.Run("$input | New-DkimKey", [.. domains]).Errors);
        Host.Publish();
    }

    /// <summary>The same with the daemon running.</summary>
    protected async Task StartAsync(params string[] domains)
    {
        Prepare(domains);
        await Host.StartAsync();
    }
}
