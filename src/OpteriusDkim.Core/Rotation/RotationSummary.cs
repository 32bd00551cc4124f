namespace OpteriusDkim.Rotation;

/// <summary>What the last run reported about a rotation. The journal keeps it for Get-DkimRotation; no decision depends on it.</summary>
/// <param name="WaitingFor">What or whom it waits for.</param>
/// <param name="NextAction">What has to happen next.</param>
internal record RotationSummary(RotationWait WaitingFor, string NextAction)
{
    /// <summary>When it can continue at the earliest, in UTC.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>The key whose record a person has to publish or remove.</summary>
    public RotationKey? RecordOf { get; init; }

    /// <summary>The name that holds that record, where its own name is an alias; else null.</summary>
    public string? RecordAt { get; init; }

    /// <summary>The delegated selector whose CNAME a person has to publish; null for none.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Whether a person has to remove it.</summary>
    public bool RecordGoes { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>The summary alone, with other findings of the run before its own.</summary>
    public RotationSummary After(IEnumerable<DkimFinding> others) => new(this) { Findings = [.. others.Concat(Findings).Distinct()] };
}
