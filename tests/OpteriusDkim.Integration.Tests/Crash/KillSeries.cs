using System.Collections.Concurrent;

namespace OpteriusDkim;

/// <summary>Kills a command at each call that follows on a visible change, and looks at what is left.</summary>
/// <param name="plan">What is killed.</param>
internal sealed class KillSeries(KillCase plan)
{
    /// <summary>
    /// strace counts the calls of a name on each thread, and on which thread the runtime goes on after a wait, and what it
    /// writes there itself, differs from run to run: some calls are hit at the fortieth attempt on a busy machine.
    /// </summary>
    private const int MostAttempts = 60;

    private readonly ConcurrentQueue<string> problems = new();
    private readonly ConcurrentQueue<string> hits = new();
    private int kills;

    /// <summary>How often the command was killed.</summary>
    public int Kills => kills;

    /// <summary>What was wrong after a kill, or after the run that followed.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    /// <summary>The calls at which it was killed.</summary>
    public IReadOnlyCollection<string> Hits => hits;

    /// <summary>Kills at each call, and holds that nothing was wrong.</summary>
    /// <param name="plan">What is killed.</param>
    public static async Task AssertAsync(KillCase plan)
    {
        await Trace.RequireAsync();
        var series = new KillSeries(plan);
        await series.RunAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{plan.Command}: {series.Kills} kills, at\n  {string.Join("\n  ", series.Hits)}");
        Assert.NotEmpty(series.Hits);
        Assert.True(series.Problems.Count == 0, string.Join('\n', series.Problems.Distinct()));
    }

    /// <summary>Makes all runs, as many at once as there are processors.</summary>
    public async Task RunAsync() => await Parallel.ForEachAsync(
        await PointsAsync(),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        async (point, _) => await KillAtAsync(point));

    /// <summary>A dry run tells the calls. A kill at one that follows on no visible change would show nothing new.</summary>
    private async Task<IReadOnlyList<KillPoint>> PointsAsync()
    {
        var calls = (await CallsAsync()).Where(call => call.IsChange).ToList();
        return
        [
            .. calls.Index()
                .Where(entry => plan.IsExhaustive || (entry.Index > 0 && calls[entry.Index - 1].IsVisible))
                .Where(entry => plan.Points(entry.Item))
                .Select(entry => new KillPoint(entry.Item, calls.Take(entry.Index).Count(call => call.Label == entry.Item.Label))),
        ];
    }

    private async Task<IReadOnlyList<TracedCall>> CallsAsync()
    {
        using var sandbox = new Sandbox();
        using var judge = await plan.PrepareAsync(sandbox);
        return (await Trace.RunAsync(sandbox, plan.Command)).Calls;
    }

    private async Task KillAtAsync(KillPoint point)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var trace = await KillOnceAsync(point.Call);
            if (trace.KilledAt?.Label == point.Call.Label)
            {
                hits.Enqueue(point.Call.Label);
                return;
            }

            // A run that was killed elsewhere doesn't tell the number that this call would have had.
            point = point.In(trace.Killed ? await CallsAsync() : trace.Calls);
        }

        problems.Enqueue($"{point.Call}: the kill never came at this call");
    }

    private async Task<Trace> KillOnceAsync(TracedCall call)
    {
        using var sandbox = new Sandbox();
        using var judge = await plan.PrepareAsync(sandbox);
        var trace = await Trace.RunAsync(sandbox, plan.Command, call);
        if (trace.Killed)
        {
            Interlocked.Increment(ref kills);
            var at = trace.KilledAt?.Label ?? "a call elsewhere";
            Report($"killed at {at}", await judge.AfterKillAsync());
            Report($"run again after a kill at {at}", [.. RunAgain(sandbox), .. await judge.AfterNextRunAsync()]);
        }

        return trace;
    }

    private IReadOnlyList<string> RunAgain(Sandbox sandbox)
    {
        using var session = new ModuleSession(sandbox);
        var outcome = session.Run(plan.Command);
        return outcome.ErrorIds.All(plan.Again.Contains) ? [] : [$"it ends with {outcome.Everything}"];
    }

    private void Report(string when, IReadOnlyList<string> found)
    {
        foreach (var problem in found)
        {
            problems.Enqueue($"{plan.Command}, {when}: {problem}");
        }
    }
}
