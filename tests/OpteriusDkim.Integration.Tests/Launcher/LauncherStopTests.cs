using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Stopping by signals.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class LauncherStopTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_signal_stops_the_pipeline_and_is_the_exit_code(PosixSignal signal, int exitCode)
    {
        using var call = await StartAsync("'ready'; while ($true) { }");
        call.Send(signal);

        Assert.Equal(new LauncherResult(exitCode, "", ""), await call.EndAsync());
    }

    [Fact]
    public async Task A_stopped_run_cleans_up_first()
    {
        using var sandbox = new Sandbox();
        using var call = await StartAsync(
            $"try {{ 'ready'; while ($true) {{ }} }} finally {{ [System.IO.File]::WriteAllText('{sandbox.In("clean")}', 'yes') }}");
        call.Send(PosixSignal.SIGINT);
        await call.EndAsync();

        Assert.True(File.Exists(sandbox.In("clean")));
    }

    private static async Task<LauncherCall> StartAsync(string command)
    {
        var call = LauncherCall.Start(LauncherCall.Prepare(command));
        Assert.Equal("ready\n", await call.ReadToAsync("\n"));
        return call;
    }
}
