namespace OpteriusDkim.Reports;

/// <summary>A domain in a report. The properties are those of <see cref="DkimStatus"/>; their order is that of the JSON report.</summary>
internal sealed record ReportedDomain
{
    public required string Domain { get; init; }

    public DkimHealth Health { get; init; }

    public string? Selector { get; init; }

    public DkimKeyAlgorithm? Algorithm { get; init; }

    public int? KeySize { get; init; }

    public int? KeyAgeDays { get; init; }

    public DkimDnsStatus? DnsStatus { get; init; }

    public DkimSigningOutcome? Signing { get; init; }

    public RotationPhase? RotationPhase { get; init; }

    public RotationWait WaitingFor { get; init; }

    public string NextAction { get; init; } = "";

    public DateTime? NextDueAt { get; init => field = value is { } time ? ReportHeader.ToSeconds(time) : null; }

    public string FindingCodes { get; init; } = "";

    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    public IReadOnlyList<ReportedKey> Keys { get; init; } = [];

    public IReadOnlyList<ReportedRotation> Rotations { get; init; } = [];

    public DateTime CheckedAt { get; init => field = ReportHeader.ToSeconds(value); }
}
