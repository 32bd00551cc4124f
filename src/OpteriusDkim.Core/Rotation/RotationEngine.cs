using System.Collections.Concurrent;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Takes many domains' rotations as far as is safe: each by itself, a bounded number at once, and all switches of a
/// round by one edit and one reload. One domain's failure is its own.
/// </summary>
internal sealed class RotationEngine(RotationPorts ports, Func<DomainName, RotationPolicy> policies, int limit)
{
    /// <summary>Locks held at once for one reload, at most.</summary>
    private const int LargestBatch = 256;

    /// <summary>Runs.</summary>
    /// <param name="requests">What is asked; one a domain.</param>
    /// <param name="done">Is given each domain's run when it has gone as far as it can, on any thread.</param>
    /// <param name="failed">Is given what ended a domain's run.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends it; no step is left half done.</param>
    public async Task RunAsync(
        IReadOnlyList<RotationRequest> requests,
        Action<RotationRun> done,
        Action<RotationRequest, DkimException> failed,
        IProgressLog log,
        CancellationToken cancellation)
    {
        var toSwitch = new ConcurrentBag<RotationRun>();
        await EachAsync(requests, async request =>
        {
            using var held = await LockAsync(request, log, cancellation).ConfigureAwait(false);
            var run = RotationRun.Open(request, policies(request.Domain), ports, log);
            await run.AdvanceAsync(cancellation).ConfigureAwait(false);
            if (run.WantsSwitch)
            {
                toSwitch.Add(run);
            }
            else
            {
                done(run);
            }
        }).ConfigureAwait(false);

        foreach (var batch in toSwitch.OrderBy(run => run.Domain.Value, StringComparer.Ordinal).Chunk(LargestBatch))
        {
            await SwitchAsync(batch, done, failed, log, cancellation).ConfigureAwait(false);
        }

        Task EachAsync(IReadOnlyList<RotationRequest> items, Func<RotationRequest, Task> action) =>
            InParallelAsync(items, request => GuardAsync(request, failed, () => action(request)), cancellation);
    }

    private static async Task GuardAsync(RotationRequest request, Action<RotationRequest, DkimException> failed, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            failed(request, exception);
        }
    }

    private async Task<IDisposable?> LockAsync(RotationRequest request, IProgressLog log, CancellationToken cancellation) =>
        request.DryRun ? null : await ports.Journals.LockAsync(request.Domain, log, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Switches domains together. Their locks are taken in the order of their names, so that two runs can't wait for each
    /// other, and each is looked at once more under its lock.
    /// </summary>
    private async Task SwitchAsync(
        RotationRun[] batch, Action<RotationRun> done, Action<RotationRequest, DkimException> failed, IProgressLog log,
        CancellationToken cancellation)
    {
        var locks = new List<IDisposable>();
        try
        {
            foreach (var before in batch)
            {
                locks.Add(await ports.Journals.LockAsync(before.Domain, log, cancellation).ConfigureAwait(false));
            }

            var runs = new ConcurrentBag<RotationRun>();
            await InParallelAsync(batch, async before => await GuardAsync(before.Request, failed, async () =>
            {
                var run = RotationRun.Open(Again(before.Request), policies(before.Domain), ports, log);
                run.Follow(before);
                await run.AdvanceAsync(cancellation).ConfigureAwait(false);
                if (!run.WantsSwitch)
                {
                    done(run);
                    return;
                }

                run.BeginSwitch();
                runs.Add(run);
            }).ConfigureAwait(false), cancellation).ConfigureAwait(false);

            foreach (var together in runs.OrderBy(run => run.Domain.Value, StringComparer.Ordinal).GroupBy(run => run.NeedsRestart))
            {
                await SwitchTogetherAsync([.. together], together.Key, done, failed, log, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            locks.ForEach(held => held.Dispose());
        }
    }

    private async Task SwitchTogetherAsync(
        RotationRun[] runs, bool restart, Action<RotationRun> done, Action<RotationRequest, DkimException> failed, IProgressLog log,
        CancellationToken cancellation)
    {
        SwitchResult switched;
        try
        {
            switched =
                await ports.Signer.SwitchAsync([.. runs.Select(run => run.Switch)], restart, log, cancellation).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            switched = new SwitchResult(runs.ToDictionary(run => run.Domain, IReadOnlyList<DkimFinding> (_) => [exception.Finding]));
        }

        await InParallelAsync(runs, async run => await GuardAsync(new RotationRequest(run.Domain), failed, async () =>
        {
            run.EndSwitch(switched.Failures.GetValueOrDefault(run.Domain), switched.Findings);
            await run.AdvanceAsync(cancellation).ConfigureAwait(false);
            done(run);
        }).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    private Task InParallelAsync<T>(IReadOnlyList<T> items, Func<T, Task> action, CancellationToken cancellation) => items.Count == 1
        ? action(items[0])
        : Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = limit, CancellationToken = cancellation },
        async (item, _) => await action(item).ConfigureAwait(false));

    /// <summary>The same request once begun: it only carries on.</summary>
    private static RotationRequest Again(RotationRequest request) => request with
    {
        OnlyCarryOn = true, Abort = false, Compromised = false, Selector = null, NewSelector = null,
    };
}
