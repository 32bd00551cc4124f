using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>Waits until rotations have ended, with a run whenever something may have changed. For one wait only.</summary>
/// <param name="services">Creates the service for each run, so that no cached zone is used.</param>
/// <param name="clock">The clock for times and delays.</param>
/// <param name="seen">Receives after each run what still waits, and when the next run is.</param>
/// <param name="done">Receives each rotation that has ended, and at the limit those that haven't.</param>
/// <param name="failed">Receives what ended a domain's run. That domain is no longer waited for.</param>
internal sealed class RotationWaiter(
    Func<RotationService> services,
    TimeProvider clock,
    Action<DkimRotation, DateTime> seen,
    Action<DkimRotation> done,
    Action<RotationRequest, DkimException> failed)
{
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>While only time has to pass, a run now and then shows what others break.</summary>
    private static readonly TimeSpan LongestPauseForTime = TimeSpan.FromHours(1);

    /// <summary>The timer may fire a little before the rotation's clock reaches the time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private readonly object gate = new();
    private readonly Dictionary<string, Watched> waiting = new(StringComparer.Ordinal);
    private Dictionary<string, Watched> running = [];

    /// <summary>Runs until all have ended.</summary>
    /// <param name="requests">The requests, one per domain.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task UntilOverAsync(
        IReadOnlyList<RotationRequest> requests, TimeSpan limit, IProgressLog log, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var next = requests;
        while (next.Count > 0)
        {
            await services().RunAsync(next, Take, failed, log, cancellation).ConfigureAwait(false);
            var rest = limit - clock.GetElapsedTime(began);
            if (waiting.Count == 0 || rest <= TimeSpan.Zero)
            {
                break;
            }

            var pause = waiting.Values.Min(watched => watched.Next) - Now;
            pause = pause > rest ? rest : pause;
            await Task.Delay(pause > Margin ? pause : Margin, clock, cancellation).ConfigureAwait(false);
            next = RequestsDue(isLast: clock.GetElapsedTime(began) >= limit);
        }

        foreach (var watched in waiting.Values)
        {
            done(watched.Rotation.Adding(FindingTable.RotationWaitEnded.With(("domain", watched.Rotation.Domain), ("time", limit))));
        }
    }

    private RotationRequest[] RequestsDue(bool isLast)
    {
        var first = waiting.Values.Min(watched => watched.Next);
        running = waiting.Values
            .Where(watched => isLast || watched.Next <= Now || watched.Next == first)
            .ToDictionary(watched => watched.Rotation.Domain, StringComparer.Ordinal);
        foreach (var domain in running.Keys)
        {
            waiting.Remove(domain);
        }

        return [.. running.Keys.Select(domain => new RotationRequest(DomainName.Parse(domain)) { OnlyContinue = true })];
    }

    private void Take(DkimRotation rotation)
    {
        lock (gate)
        {
            if (rotation.EndedAt is not null)
            {
                done(rotation);
                return;
            }

            var pause = running.TryGetValue(rotation.Domain, out var known) && IsSame(known.Rotation, rotation)
                ? known.Pause * Growth
                : FirstPause;
            pause = pause < LongestPause ? pause : LongestPause;
            var watched = new Watched(rotation, pause, NextFor(rotation, pause));
            waiting.Add(rotation.Domain, watched);
            seen(rotation, watched.Next);
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
