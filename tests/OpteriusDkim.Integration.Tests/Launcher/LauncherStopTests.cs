using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Signals.</summary>
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
    public async Task What_is_stopped_cleans_up_first()
    {
        using var sandbox = new Sandbox();
        using var call = await StartAsync(
            $"'ready'; try {{ while ($true) {{ }} }} finally {{ [System.IO.File]::WriteAllText('{sandbox.In("clean")}', 'yes') }}");
        call.Send(PosixSignal.SIGTERM);
        await call.EndAsync();

        Assert.True(File.Exists(sandbox.In("clean")));
    }

    [Fact]
    public async Task A_second_signal_ends_what_does_not_stop()
    {
        using var call = await StartAsync("'ready'; [System.Threading.Thread]::Sleep(600000)");
        call.Send(PosixSignal.SIGTERM);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        call.Send(PosixSignal.SIGTERM);

        Assert.Equal(143, (await call.EndAsync()).ExitCode);
    }

    private static async Task<LauncherCall> StartAsync(string command)
    {
        var call = LauncherCall.Start(LauncherCall.Prepare(command));
        Assert.Equal("ready\n", await call.ReadToAsync("\n"));
        return call;
    }
}
