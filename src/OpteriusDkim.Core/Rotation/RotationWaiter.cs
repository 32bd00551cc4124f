using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>Waits until rotations have ended, with a run whenever something may have changed.</summary>
/// <param name="services">Creates the service for each run, so that no cached zone is used.</param>
/// <param name="clock">The clock for times and delays.</param>
internal sealed class RotationWaiter(Func<RotationService> services, TimeProvider clock)
{
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>While only time has to pass, a run now and then shows what others break.</summary>
    private static readonly TimeSpan LongestPauseForTime = TimeSpan.FromHours(1);

    /// <summary>The timer may fire a little before the rotation's clock reaches the time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until all have ended.</summary>
    /// <param name="requests">The requests, one per domain.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="seen">Receives after each run what still waits, and when the next run is.</param>
    /// <param name="done">Receives each rotation that has ended, and at the limit those that haven't.</param>
    /// <param name="failed">Receives what ended a domain's run.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task UntilOverAsync(
        IReadOnlyList<RotationRequest> requests,
        TimeSpan limit,
        Action<DkimRotation, DateTime> seen,
        Action<DkimRotation> done,
        Action<RotationRequest, DkimException> failed,
        IProgressLog log,
        CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var waiting = new Dictionary<string, Watched>(StringComparer.Ordinal);
        var before = new Dictionary<string, Watched>(StringComparer.Ordinal);
        var gate = new object();
        var next = requests;
        while (next.Count > 0)
        {
            await services().RunAsync(next, Take, failed, log, cancellation).ConfigureAwait(false);
            var rest = limit - clock.GetElapsedTime(began);
            if (waiting.Count == 0 || rest <= TimeSpan.Zero)
            {
                break;
            }

            var wake = waiting.Values.Min(watched => watched.Next);
            var pause = wake - Now > rest ? rest : wake - Now;
            await Task.Delay(pause > Margin ? pause : Margin, clock, cancellation).ConfigureAwait(false);
            var isLast = clock.GetElapsedTime(began) >= limit;
            var first = waiting.Values.Min(watched => watched.Next);
            var due = waiting.Values.Where(watched => isLast || watched.Next <= Now || watched.Next == first).ToArray();

            // Domains that failed in that run are no longer waited for.
            before = due.ToDictionary(watched => watched.Rotation.Domain, StringComparer.Ordinal);
            Array.ForEach(due, watched => waiting.Remove(watched.Rotation.Domain));
            next = [.. due.Select(watched => new RotationRequest(DomainName.Parse(watched.Rotation.Domain)) { OnlyContinue = true })];
        }

        foreach (var watched in waiting.Values)
        {
            done(watched.Rotation.Adding(FindingTable.RotationWaitEnded.With(("domain", watched.Rotation.Domain), ("time", limit))));
        }

        void Take(DkimRotation rotation)
        {
            lock (gate)
            {
                if (rotation.EndedAt is not null)
                {
                    done(rotation);
                    return;
                }

                var pause = before.TryGetValue(rotation.Domain, out var known) && IsSame(known.Rotation, rotation)
                    ? known.Pause * Growth
                    : FirstPause;
                pause = pause < LongestPause ? pause : LongestPause;
                var watched = new Watched(rotation, pause, NextFor(rotation, pause));
                waiting.Add(rotation.Domain, watched);
                seen(rotation, watched.Next);
            }
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private DateTime NextFor(DkimRotation rotation, TimeSpan pause)
    {
        var latest = Now + (rotation.WaitingFor == RotationWait.Time ? LongestPauseForTime : pause);
        return rotation.NotBefore is { } time && time + Margin < latest ? time + Margin : latest;
    }

    private static bool IsSame(DkimRotation earlier, DkimRotation now) =>
        (earlier.Phase, earlier.WaitingFor, earlier.NextAction) == (now.Phase, now.WaitingFor, now.NextAction);

    private sealed record Watched(DkimRotation Rotation, TimeSpan Pause, DateTime Next);
}
