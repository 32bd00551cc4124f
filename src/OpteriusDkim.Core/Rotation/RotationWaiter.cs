using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>Stays with rotations until they are over: a run whenever something may have changed.</summary>
/// <param name="services">Creates the service for each run, so that no cached zone is used.</param>
/// <param name="clock">Tells the time and wakes.</param>
internal sealed class RotationWaiter(Func<RotationService> services, TimeProvider clock)
{
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>While only time has to pass, a look now and then shows what others break.</summary>
    private static readonly TimeSpan LongestUnseen = TimeSpan.FromHours(1);

    /// <summary>The clocks of a wait and of a rotation need not agree to the last.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until all are over.</summary>
    /// <param name="requests">What is asked; one a domain.</param>
    /// <param name="limit">How long, at most.</param>
    /// <param name="seen">Is given after each run what still waits, and when the next run is.</param>
    /// <param name="done">Is given each rotation that is over, and at the end those that aren't.</param>
    /// <param name="failed">Is given what ended a domain's run.</param>
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
            next = [.. due.Select(watched => new RotationRequest(DomainName.Parse(watched.Rotation.Domain)) { OnlyCarryOn = true })];
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
        var latest = Now + (rotation.WaitingFor == RotationWait.Time ? LongestUnseen : pause);
        return rotation.NotBefore is { } time && time + Margin < latest ? time + Margin : latest;
    }

    private static bool IsSame(DkimRotation earlier, DkimRotation now) =>
        (earlier.Phase, earlier.WaitingFor, earlier.NextAction) == (now.Phase, now.WaitingFor, now.NextAction);

    private sealed record Watched(DkimRotation Rotation, TimeSpan Pause, DateTime Next);
}
