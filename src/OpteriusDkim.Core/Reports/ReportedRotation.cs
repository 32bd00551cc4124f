namespace OpteriusDkim.Reports;

/// <summary>A registration, rotation or retirement in a report, as in <see cref="DkimRotation"/>.</summary>
internal sealed record ReportedRotation
{
    public RotationKind Kind { get; init; }

    public string? OldSelector { get; init; }

    public string? NewSelector { get; init; }

    public RotationPhase Phase { get; init; }

    public bool IsAborting { get; init; }

    public RotationWait WaitingFor { get; init; }

    public DateTime? StartedAt { get; init => field = value is { } time ? ReportHeader.ToSeconds(time) : null; }

    public DateTime? EndedAt { get; init => field = value is { } time ? ReportHeader.ToSeconds(time) : null; }

    public DateTime? NotBefore { get; init => field = value is { } time ? ReportHeader.ToSeconds(time) : null; }

    public string? RecordAction { get; init; }

    public ReportedRecord? Record { get; init; }
}
