using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation -Wait in its own process, signalled while it waits.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class StoppedRotationTests : RotationTest
{
    private const string Domain = "one.example.com";
    private const string ByHand = "\"rotation\": { \"drain\": \"00:00:02\" }, \"domains\": { \"one.example.com\": { \"publisher\": "
        + "{ \"type\": \"Manual\" } } },";
    private const string LongDrain = "\"rotation\": { \"drain\": \"00:00:08\" },";

    /// <summary>The limit of a stop, which takes a hundredth of this on an idle machine; the wait would take days.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_stop_while_waiting_for_the_user_ends_at_once_and_the_next_run_continues(PosixSignal signal, int exitCode)
    {
        await StartAsync(ByHand, Domain);

        await StopAsync("Published: Publish the record", signal, exitCode);

        var waiting = Read(Run($"Get-DkimRotation {Domain}"));
        Assert.Equal((RotationPhase.Published, RotationWait.Person, "mail2"), (waiting.Phase, waiting.WaitingFor, waiting.NewSelector));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));

        PublishByHand("mail2", Domain);
        await ContinueToAsync(RotationPhase.Draining);
        NsUpdate($"update delete mail._domainkey.{Domain} TXT");
        await ContinueToAsync(RotationPhase.Completed);
    }

    [Fact]
    public async Task A_stop_during_the_drain_ends_at_once_and_the_next_run_continues()
    {
        await StartAsync(LongDrain, Domain);

        await StopAsync("Draining: Waiting until mail signed with mail", PosixSignal.SIGINT, 130);

        Assert.Equal(RotationPhase.Draining, Read(Run($"Get-DkimRotation {Domain}")).Phase);
        Assert.Equal("mail2", await Host.SelectorAsync(Domain));
        Assert.NotEqual("", Dig("mail", Domain));
        await ContinueToAsync(RotationPhase.Completed);
        Assert.Equal("", Dig("mail", Domain));
    }

    /// <summary>Starts a rotation, sends the signal when it waits, and checks that it changes nothing more.</summary>
    private async Task StopAsync(string whenItSays, PosixSignal signal, int exitCode)
    {
        using var call = LauncherCall.Start(LauncherCall.Prepare(
            ModuleProcess.Configured(Sandbox, $"Invoke-DkimRotation {Domain} -Wait -Verbose 4>&1 | ForEach-Object {{ \"$_\" }}")));
        Assert.EndsWith(whenItSays, await call.ReadToAsync(whenItSays), StringComparison.Ordinal);
        var before = await FilesAsync();

        var (result, took) = await call.EndByAsync(signal);

        Assert.True(result.ExitCode == exitCode, $"{result}");
        Assert.DoesNotContain("ERROR", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(took, TimeSpan.Zero, StopLimit);
        Assert.Equal(before, await FilesAsync());
        Assert.DoesNotContain(await FileState.BelowAsync(Sandbox.Root), file => file.IsLeftover);
    }

    /// <summary>Asserts that the next runs continue the rotation to a phase, with its original keys.</summary>
    private async Task ContinueToAsync(RotationPhase phase)
    {
        var watch = Stopwatch.StartNew();
        var rotation = Rotate(Domain);
        while (rotation.Phase != phase && watch.Elapsed < Longest)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            rotation = Rotate(Domain);
        }

        Assert.Equal((phase, "mail", "mail2"), (rotation.Phase, rotation.OldSelector, rotation.NewSelector));
    }

    /// <summary>
    /// Inode, size and time of keys, journals and tables. The run may release its lock in the meantime.
    /// </summary>
    private async Task<string> FilesAsync() => (await Tool.RunAsync(
        "find", Sandbox.Keys, Sandbox.State, Sandbox.KeyTable, Host.SigningTable, "-type", "f", "-not", "-path",
        $"{Sandbox.State}/locks/*", "-printf", "%p %m %U:%G %i %s %T@\\n")).Successful;
}
