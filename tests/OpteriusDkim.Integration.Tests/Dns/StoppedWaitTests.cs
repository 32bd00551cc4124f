using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Test-DkimDns -Wait in its own process, signalled while BIND does not have the record.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class StoppedWaitTests() : ZoneTest("Ed25519")
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_signal_ends_it_at_once_without_a_result(PosixSignal signal, int exitCode)
    {
        var address = Address();
        Serve(address, "", address);
        using var call = LauncherCall.Start(LauncherCall.Prepare(ModuleProcess.Configured(
            Sandbox,
            $"Test-DkimDns {Domain} -Server {address} -Wait -Timeout 2 -Verbose 4>&1 3>$null | ForEach-Object {{ \"$_\" }}; 'after'")));
        Assert.EndsWith("Checks again", await call.ReadToAsync("Checks again"), StringComparison.Ordinal);

        var (result, took) = await call.EndByAsync(signal);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain("Key generated", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("after", result.Output, StringComparison.Ordinal);
        Assert.InRange(took, TimeSpan.Zero, StopLimit);
    }
}
