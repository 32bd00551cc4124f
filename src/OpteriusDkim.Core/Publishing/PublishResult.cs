namespace OpteriusDkim.Publishing;

/// <summary>How a publisher's work on one record ended, and why.</summary>
/// <param name="Findings">What was found, and what to do.</param>
internal sealed record PublishResult(PublishOutcome Outcome, IReadOnlyList<DkimFinding> Findings)
{
    /// <summary>The name that holds the record, where the record's own name is an alias; else null.</summary>
    public string? Target { get; init; }

    /// <summary>A result without findings.</summary>
    public static PublishResult Of(PublishOutcome outcome) => new(outcome, []);

    /// <summary>A result with its reason.</summary>
    public static PublishResult Of(PublishOutcome outcome, DkimFinding finding) => new(outcome, [finding]);
}
