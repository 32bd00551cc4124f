using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <summary>What has to happen next for a domain, and when.</summary>
internal static class NextStep
{
    /// <summary>
    /// The next step of what is in progress; else what to do about the worst finding; else the rotation of the oldest key that signs.
    /// </summary>
    /// <param name="worst">The finding of the worst rule that applies; null if none does.</param>
    public static DkimStatus AddTo(DkimStatus status, StatusFacts facts, DkimFinding? worst) => facts.Current switch
    {
        { NextAction.Length: > 0 } current => status with { NextAction = current.NextAction, NextDueAt = current.NotBefore },
        _ when worst is not null => status with { NextAction = worst.Advice },
        _ => WithRotation(status, facts),
    };

    private static DkimStatus WithRotation(DkimStatus status, StatusFacts facts)
    {
        var signing = facts.SigningSelectors;
        var oldest = facts.Keys.Where(key => key.InStore && signing.Contains(key.Selector.Value)).MinBy(key => key.ActiveSince);
        return oldest is null || facts.Interval > DateTime.MaxValue - oldest.ActiveSince
            ? status
            : status with
            {
                NextAction = $"Rotate the key: Invoke-DkimRotation {facts.Domain} -Selector {oldest.Selector}, or by the timer.",
                NextDueAt = oldest.ActiveSince + facts.Interval,
            };
    }
}
