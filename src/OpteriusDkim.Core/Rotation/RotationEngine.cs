using System.Collections.Concurrent;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Takes many domains' rotations as far as is safe: each under its own lock, a limited number at once, and their switches
/// by one edit and one reload. The failure of one domain doesn't affect the others.
/// </summary>
internal sealed class RotationEngine(
    RotationPorts ports, Func<DomainName, RotationPolicy> policies, RotationCallbacks callbacks, IProgressLog log, int limit)
{
    /// <summary>Domains that share one reload, at most. The lock of each is an open file.</summary>
    private static readonly int LargestBatch = Math.Clamp(Libc.MostOpenFiles() / 4, 32, 1024);

    private readonly RotationAdvance advance = new(ports, log);

    /// <summary>Runs once.</summary>
    /// <param name="requests">What is asked; one a domain.</param>
    /// <param name="cancellation">Ends it; no step is left half done.</param>
    public async Task RunAsync(IReadOnlyList<RotationRequest> requests, CancellationToken cancellation)
    {
        var toSwitch = new ConcurrentBag<RotationRun>();
        await EachAsync(requests, request => request, async request =>
        {
            using var journal = await LockedJournal.OpenAsync(request, ports, log, cancellation).ConfigureAwait(false);
            var run = advance.Begin(request, policies(request.Domain), journal);
            var result = await advance.AdvanceAsync(run, journal, cancellation).ConfigureAwait(false);
            if (result is RotationResult.SwitchWanted)
            {
                toSwitch.Add(result.Run);
            }
            else
            {
                callbacks.Done(result, journal);
            }
        }, cancellation).ConfigureAwait(false);

        foreach (var batch in toSwitch.OrderBy(run => run.Domain.Value, StringComparer.Ordinal).Chunk(LargestBatch))
        {
            await SwitchAsync(batch, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Switches domains together. Their locks are taken in the order of their names, so that two runs can't wait for each
    /// other, and each rotation is planned again under its lock.
    /// </summary>
    private async Task SwitchAsync(RotationRun[] batch, CancellationToken cancellation)
    {
        var locked = new List<(RotationRun Earlier, LockedJournal Journal)>();
        try
        {
            foreach (var earlier in batch)
            {
                await GuardAsync(earlier.Request, async () => locked.Add(
                    (earlier, await LockedJournal.OpenAsync(earlier.Request, ports, log, cancellation).ConfigureAwait(false))))
                    .ConfigureAwait(false);
            }

            var pending = new ConcurrentBag<PendingSwitch>();
            await EachAsync(locked, item => item.Earlier.Request, async item =>
            {
                var run = advance.Begin(item.Earlier.Request.Continued(), item.Earlier.Policy, item.Journal).After(item.Earlier);
                var result = await advance.AdvanceAsync(run, item.Journal, cancellation).ConfigureAwait(false);
                if (result is RotationResult.SwitchWanted wanted)
                {
                    pending.Add(PendingSwitch.Begin(wanted, item.Journal));
                }
                else
                {
                    callbacks.Done(result, item.Journal);
                }
            }, cancellation).ConfigureAwait(false);

            foreach (var group in pending
                .OrderBy(item => item.Switch.Domain.Value, StringComparer.Ordinal)
                .GroupBy(item => item.NeedsRestart))
            {
                await SwitchAsync([.. group], group.Key, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            locked.ForEach(item => item.Journal.Dispose());
        }
    }

    private async Task SwitchAsync(PendingSwitch[] pending, bool restart, CancellationToken cancellation)
    {
        SwitchResult switched;
        try
        {
            switched = await ports.Signer
                .SwitchAsync([.. pending.Select(item => item.Switch)], restart, log, cancellation).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            switched = new SwitchResult(
                pending.ToDictionary(item => item.Switch.Domain, IReadOnlyList<DkimFinding> (_) => [exception.Finding]));
        }

        await EachAsync(pending, item => item.Request, async item =>
        {
            var failure = switched.Failures.GetValueOrDefault(item.Switch.Domain);
            var run = failure is null ? item.Made(switched.Findings, ports.Clock.Now) : item.Failed(failure);
            if (failure is null)
            {
                log.Report(item.ToString());
            }

            item.Journal.Save(run);
            run = run.With(ports.Refresh(run.Facts));
            callbacks.Done(await advance.AdvanceAsync(run, item.Journal, cancellation).ConfigureAwait(false), item.Journal);
        }, cancellation).ConfigureAwait(false);
    }

    private Task EachAsync<T>(
        IReadOnlyList<T> items, Func<T, RotationRequest> requestOf, Func<T, Task> action, CancellationToken cancellation)
    {
        return items.Count == 1 ? GuardedAsync(items[0]) : Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = limit, CancellationToken = cancellation },
            async (item, _) => await GuardedAsync(item).ConfigureAwait(false));

        Task GuardedAsync(T item) => GuardAsync(requestOf(item), () => action(item));
    }

    private async Task GuardAsync(RotationRequest request, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            callbacks.Failed(request, exception);
        }
    }
}
