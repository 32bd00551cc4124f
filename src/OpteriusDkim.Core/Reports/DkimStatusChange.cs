using OpteriusDkim.Findings;

namespace OpteriusDkim;

/// <summary>What has changed for a domain since an earlier report.</summary>
public sealed record DkimStatusChange
{
    /// <summary>The signing domain in A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>What has changed.</summary>
    public DkimStatusChangeKind Change { get; init; }

    /// <summary>The health in the earlier report; null where that doesn't have the domain.</summary>
    public DkimHealth? HealthBefore { get; init; }

    /// <summary>The health now; null where the domain was removed.</summary>
    public DkimHealth? Health { get; init; }

    /// <summary>The errors and warnings that the earlier report doesn't have.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>The codes of errors and warnings that only the earlier report has, separated by commas.</summary>
    public string ResolvedCodes { get; init; } = "";

    /// <summary>Domain and health, before and now, on one line.</summary>
    public override string ToString() => Change switch
    {
        DkimStatusChangeKind.Added => $"{Domain}: new, {Health}",
        DkimStatusChangeKind.Removed => $"{Domain}: removed",
        DkimStatusChangeKind.OtherFindings => $"{Domain}: {Health}",
        _ => $"{Domain}: {HealthBefore} -> {Health}",
    };
}
