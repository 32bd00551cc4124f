namespace OpteriusDkim.Publishing;

/// <summary>The outcome of publishing or removing a record, with findings.</summary>
internal sealed record PublishResult(PublishOutcome Outcome, IReadOnlyList<DkimFinding> Findings)
{
    /// <summary>The name that has the record if the record's own name is an alias; otherwise null.</summary>
    public string? Target { get; init; }

    public static PublishResult Of(PublishOutcome outcome) => new(outcome, []);

    public static PublishResult Of(PublishOutcome outcome, DkimFinding finding) => new(outcome, [finding]);
}
