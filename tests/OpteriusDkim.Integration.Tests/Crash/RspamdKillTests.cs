namespace OpteriusDkim;

/// <summary>A kill between any two changes leaves a file of domain blocks that Rspamd takes, and the next run completes the work.</summary>
public sealed class RspamdKillTests : IDisposable
{
    private const string Command = "Enable-DkimSigning one.com";
    private const int MostAttempts = 5;

    private readonly Sandbox sandbox = new();
    private readonly RspamdInstallation host;
    private readonly ModuleSession session;
    private byte[] before = [];
    private byte[] after = [];

    public RspamdKillTests()
    {
        Assert.SkipWhen(RspamdInstallation.Missing is not null, RspamdInstallation.Missing ?? "");
        host = new RspamdInstallation(sandbox);
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task Enabling_leaves_what_Rspamd_takes_wherever_it_is_killed()
    {
        await Trace.RequireAsync();
        await host.StartAsync();
        Run("Initialize-DkimSigner Rspamd; New-DkimKey one.com; New-DkimKey two.com");
        host.Publish();
        Run("Enable-DkimSigning two.com");
        before = await ReadAsync();
        var calls = (await Trace.RunAsync(sandbox, Command)).Calls.Where(call => call.IsChange).ToList();
        after = await ReadAsync();
        Assert.NotEqual(before, after);

        // A kill at a call that follows on no visible change would show nothing new.
        var points = calls.Index().Where(entry => entry.Index > 0 && calls[entry.Index - 1].IsVisible && IsOurs(entry.Item))
            .Select(entry => new KillPoint(entry.Item, calls.Take(entry.Index).Count(call => call.Label == entry.Item.Label))).ToArray();
        var kills = 0;
        foreach (var point in points)
        {
            kills += await KillAtAsync(point);
            TestContext.Current.TestOutputHelper?.WriteLine($"{kills} of {points.Length}: {point.Call.Label}");
        }

        Assert.NotEmpty(points);
        Assert.True(kills >= points.Length);

        // With the new file in its place, and the daemon told nothing.
        await RestoreAsync();
        host.Configure("kill -9 $PPID");
        Assert.Equal(137, (await DkimHost.RunAsync(sandbox, Command)).ExitCode);
        host.Configure(null);
        Assert.Equal(after, await ReadAsync());
        await JudgeAsync("the reload");
    }

    /// <summary>
    /// Locks and what is kept aside are made by the same code for each signer, and it is killed elsewhere. The links are those of the
    /// rehearsal, in a folder of its own; and writes come on some thread or other, with another number each time.
    /// </summary>
    private static bool IsOurs(TracedCall call) =>
        call.Paths[0].StartsWith("rspamd/local.d/", StringComparison.Ordinal) && call.Name is not ("symlink" or "symlinkat" or "write");

    /// <summary>Kills there, and looks at what is left.</summary>
    /// <returns>How often it was killed until that was where it was meant to be.</returns>
    private async Task<int> KillAtAsync(KillPoint point)
    {
        for (var kills = 0; kills < MostAttempts;)
        {
            await RestoreAsync();
            var trace = await Trace.RunAsync(sandbox, Command, point.Call);
            if (trace.Killed)
            {
                kills++;
                await JudgeAsync(trace.KilledAt?.Label ?? "a call elsewhere");
            }

            if (trace.KilledAt?.Label == point.Call.Label)
            {
                return kills;
            }

            point = point.In(trace.Calls);
        }

        Assert.Fail($"{point.Call}: the kill never came at this call");
        return 0;
    }

    private async Task JudgeAsync(string at)
    {
        var left = await ReadAsync();
        Assert.True(left.AsSpan().SequenceEqual(before) || left.AsSpan().SequenceEqual(after), $"killed at {at} it leaves a file that is neither");
        Assert.Equal((at, ""), (at, await host.LoadingProblemAsync()));
        Assert.Equal((at, "mail rsa-sha256 two.com"), (at, string.Join(',', await SignaturesAsync("two.com"))));

        Run(Command);
        Assert.Equal(after, await ReadAsync());
        Assert.Equal((at, "mail rsa-sha256 one.com"), (at, string.Join(',', await SignaturesAsync("one.com"))));
        Assert.Equal((at, "mail rsa-sha256 two.com"), (at, string.Join(',', await SignaturesAsync("two.com"))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.In("local.d"), ".*"));
    }

    /// <summary>One more run that takes the domain out again, so that the daemon is as it was too.</summary>
    private async Task RestoreAsync()
    {
        Run("Disable-DkimSigning one.com -Confirm:$false");
        Assert.Equal(before, await ReadAsync());
    }

    private Task<byte[]> ReadAsync() => File.ReadAllBytesAsync(host.DomainFile, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<string>> SignaturesAsync(string domain) => new RspamdScan(host.ScanPort).SignaturesAsync(domain);

    private void Run(string command)
    {
        var outcome = session.Run(command);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
    }
}
