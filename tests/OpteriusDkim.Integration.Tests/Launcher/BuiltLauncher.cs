namespace OpteriusDkim;

/// <summary>Builds the launcher once, so that no test includes the build.</summary>
public sealed class BuiltLauncher : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        var built = await LauncherCall.RunAsync("1");
        Assert.True(built.ExitCode == 0, built.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
