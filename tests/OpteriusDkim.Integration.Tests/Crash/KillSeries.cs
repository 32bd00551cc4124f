using System.Collections.Concurrent;

namespace OpteriusDkim;

/// <summary>Kills a command after each visible change, and checks the result and the next run.</summary>
internal sealed class KillSeries(KillCase plan)
{
    private readonly ConcurrentQueue<string> problems = new();
    private readonly ConcurrentQueue<string> hits = new();

    /// <summary>The problems after a kill, or after the following run.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    /// <summary>The calls after which it was killed.</summary>
    public IReadOnlyCollection<string> Hits => hits;

    /// <summary>Kills after each call, and asserts that there were no problems.</summary>
    public static async Task AssertAsync(KillCase plan)
    {
        await Trace.RequireAsync();
        var series = new KillSeries(plan);
        await series.RunAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{plan.Command}: {series.Hits.Count} kills, after\n  {string.Join("\n  ", series.Hits)}");
        Assert.NotEmpty(series.Hits);
        Assert.True(series.Problems.Count == 0, string.Join('\n', series.Problems.Distinct()));
    }

    /// <summary>Performs all runs, with one per processor at a time.</summary>
    public async Task RunAsync() => await Parallel.ForEachAsync(
        await PointsAsync(),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        async (point, _) => await KillAtAsync(point));

    /// <summary>The calls of an uninterrupted run. A kill after one without a visible change would show nothing new.</summary>
    private async Task<IReadOnlyList<KillPoint>> PointsAsync()
    {
        var calls = (await CallsAsync()).Where(call => call.IsChange).ToList();
        return
        [
            .. Enumerable.Range(1, Math.Max(0, calls.Count - 1))
                .Where(next => plan.Points(calls[next]) && (plan.IsExhaustive || calls[next - 1].IsVisible))
                .Select(next => IsBegun(calls[next - 1], calls[next]) ? next : next - 1)
                .Distinct()
                .Select(at => new KillPoint(calls[at].Name, calls[at].Label, calls.Take(at).Count(call => call.Label == calls[at].Label))),
        ];
    }

    /// <summary>
    /// Whether the next call continues with a file that was just created or written: a kill after it leaves the same, and
    /// the process needn't stop at each file that the runtime opens or writes.
    /// </summary>
    private static bool IsBegun(TracedCall call, TracedCall next) => call.Name is "openat" or "write" && call.Paths[0] == next.Paths[0];

    private async Task<IReadOnlyList<TracedCall>> CallsAsync()
    {
        using var sandbox = new Sandbox();
        using var check = await plan.PrepareAsync(sandbox);
        return (await Trace.RunAsync(sandbox, plan.Command)).Calls;
    }

    private async Task KillAtAsync(KillPoint point)
    {
        using var sandbox = new Sandbox();
        using var check = await plan.PrepareAsync(sandbox);
        var trace = await Trace.RunAsync(sandbox, plan.Command, point);
        var last = trace.Calls.LastOrDefault(call => call.IsChange);
        if (!trace.Killed || last is null || !point.Is(last))
        {
            problems.Enqueue($"{plan.Command}: not killed after {point.Label}, but {(trace.Killed ? "killed" : "ended")} after {last}");
            return;
        }

        hits.Enqueue(last.Label);
        Report($"killed after {last}", await check.AfterKillAsync());
        Report($"run again after a kill after {last}", [.. RunAgain(sandbox), .. await check.AfterNextRunAsync()]);
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
