using OpteriusDkim.Findings;
using OpteriusDkim.Rotation;

namespace OpteriusDkim.Reports;

/// <content>Rules by which somebody has to act.</content>
internal static partial class HealthRules
{
    /// <summary>How much longer than the interval a key may sign: the timer spreads the rotations of many domains.</summary>
    public static TimeSpan OldAfterInterval { get; } = TimeSpan.FromDays(30);

    /// <summary>How long nothing need happen that could.</summary>
    public static TimeSpan NotContinuedAfter { get; } = TimeSpan.FromDays(1);

    /// <summary>How old an entry of the public index may be.</summary>
    public static TimeSpan StaleAfter { get; } = TimeSpan.FromHours(25);

    /// <summary>How far timestamps may be in the future: hosts that share a disk have different clocks.</summary>
    public static TimeSpan ClockTolerance { get; } = TimeSpan.FromMinutes(5);

    private static IEnumerable<DkimFinding> WaitsForPerson(StatusFacts facts) =>
        facts.Current is { WaitingFor: RotationWait.Person } current
        ? [FindingTable.ActionRequired.With(
            ("kind", current.Kind.Noun()), ("domain", facts.Domain), ("since", Shown(current.StartedAt)),
            ("action", current.NextAction))]
        : [];

    private static IEnumerable<DkimFinding> WaitsForSigner(StatusFacts facts) =>
        facts.Current is { WaitingFor: RotationWait.Signer } current
        ? [FindingTable.WaitsForSigner.With(
            ("kind", current.Kind.Noun()), ("domain", facts.Domain), ("action", current.NextAction))]
        : [];

    private static IEnumerable<DkimFinding> NotContinued(StatusFacts facts)
    {
        if (facts is { Current: { WaitingFor: not RotationWait.Person } current, JournalWrittenAt: { } written })
        {
            var since = current.NotBefore is { } time && time > written ? time : written;
            if (facts.Now - since > NotContinuedAfter)
            {
                yield return FindingTable.NotContinued.With(
                    ("kind", current.Kind.Noun()), ("domain", facts.Domain), ("since", Shown(since)));
            }
        }
    }

    private static IEnumerable<DkimFinding> Weak(StatusFacts facts)
    {
        var signing = facts.SigningSelectors;
        return facts.Keys
            .Where(key => signing.Contains(key.Selector.Value)
                || facts.DnsOf(key.Selector.Value) is not { } test || !StatusFacts.IsMissing(test))
            .SelectMany(key => key.PublicKey.Weaknesses())
            .Where(weakness => weakness.Severity != FindingSeverity.Information);
    }

    private static IEnumerable<DkimFinding> Old(StatusFacts facts)
    {
        var signing = facts.SigningSelectors;
        return facts.Keys
            .Where(key => facts.Current is null && signing.Contains(key.Selector.Value)
                && facts.Now - key.ActiveSince - OldAfterInterval > facts.Interval)
            .Select(key => FindingTable.KeyOld.With(
                ("selector", key.Selector), ("domain", facts.Domain), ("days", (int)(facts.Now - key.ActiveSince).TotalDays),
                ("interval", (int)facts.Interval.TotalDays)));
    }

    private static IEnumerable<DkimFinding> PublishedTwice(StatusFacts facts) => facts.Keys
        .GroupBy(key => key.PublicKey).Where(same => same.Count() > 1)
        .Select(same => FindingTable.KeyPublishedTwice.With(
            ("selectors", string.Join(", ", same.Select(key => key.Selector))), ("domain", facts.Domain)));

    private static IEnumerable<DkimFinding> Differs(StatusFacts facts) => Drift.Of(facts) is { } drift ? [drift] : [];

    private static IEnumerable<DkimFinding> ClockDiffers(StatusFacts facts)
    {
        var latest = facts.Now + ClockTolerance;
        if (facts.JournalWrittenAt is { } written && written > latest)
        {
            yield return Future(facts, "The journal", written);
        }

        foreach (var key in facts.Keys.Where(key => key.Key.CreatedAt > latest))
        {
            yield return Future(facts, $"The key {key.Selector}", key.Key.CreatedAt);
        }
    }

    private static DkimFinding Future(StatusFacts facts, string what, DateTime time) =>
        FindingTable.ClockDiffers.With(("what", what), ("domain", facts.Domain), ("time", Shown(time)));

    private static string? Shown(DateTime? time) => DkimRotationStep.TextOf(time);
}
