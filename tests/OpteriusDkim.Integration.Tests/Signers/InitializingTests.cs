namespace OpteriusDkim;

/// <summary>Initialize-DkimSigner on OpenDKIM's configuration, with OpenDKIM itself as the judge.</summary>
public sealed class InitializingTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private OpenDkimHost? host;

    public InitializingTests() => session = new ModuleSession(sandbox);

    private OpenDkimHost Host => host!;

    public void Dispose()
    {
        host?.Dispose();
        session.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task A_host_with_a_single_key_goes_on_signing_and_a_second_run_changes_nothing()
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        host = new OpenDkimHost(sandbox);
        Assert.Empty(session.Run("New-DkimKey one.example.com").Errors);
        Host.Publish();
        Host.WriteConfiguration($"# ours\nDomain one.example.com\nSelector mail\nKeyFile {sandbox.Keys}/one.example.com/mail.private");
        await Host.StartAsync();
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));

        var first = session.Run("Initialize-DkimSigner OpenDkim");

        Assert.Empty(first.Errors);
        Assert.True((bool)first["Changed"]!);
        Assert.Equal("", await Host.LoadingProblemAsync());
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
        var after = await File.ReadAllBytesAsync(sandbox.OpenDkimConfiguration, TestContext.Current.CancellationToken);
        var second = session.Run("Initialize-DkimSigner OpenDkim");
        Assert.Empty(second.Errors);
        Assert.False((bool)second["Changed"]!);
        Assert.Equal(after, await File.ReadAllBytesAsync(sandbox.OpenDkimConfiguration, TestContext.Current.CancellationToken));
    }
}
