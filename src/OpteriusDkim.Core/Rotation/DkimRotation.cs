using OpteriusDkim.Findings;

namespace OpteriusDkim;

/// <summary>The state of a domain's registration, of the replacement of its key, or of its retirement.</summary>
public sealed record DkimRotation
{
    /// <summary>The signing domain in A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>What it does.</summary>
    public RotationKind Kind { get; init; }

    /// <summary>The selector that is replaced or retired; null where no key signed.</summary>
    public required string? OldSelector { get; init; }

    /// <summary>The selector that signs in the end; null before its key is made, and for a retirement.</summary>
    public string? NewSelector { get; init; }

    /// <summary>How far it has come.</summary>
    public RotationPhase Phase { get; init; }

    /// <summary>
    /// Whether it is being aborted: the old key continues to sign, or signs again, and what was made for the new one is removed.
    /// </summary>
    public bool IsAborting { get; init; }

    /// <summary>What or whom it waits for.</summary>
    public RotationWait WaitingFor { get; init; }

    /// <summary>What has to happen next.</summary>
    public string NextAction { get; init; } = "";

    /// <summary>When it can go on at the earliest, in UTC; null where that doesn't depend on time.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>
    /// <see cref="NotBefore"/> as text with its time zone, which CSV files and lists of mixed types leave out of a time; null where there
    /// is none.
    /// </summary>
    public string? NotBeforeUtc => DkimRotationStep.TextOf(NotBefore);

    /// <summary>From when on the new key may sign, in UTC; null before its record was seen everywhere.</summary>
    public DateTime? SafeToActivateAt { get; init; }

    /// <summary>From when on the old record may go, in UTC; null before the new key signs.</summary>
    public DateTime? SafeToRemoveAt { get; init; }

    /// <summary>The record that a person has to publish, correct or remove now; null where nobody has to.</summary>
    public DkimDnsRecord? Record { get; init; }

    /// <summary>
    /// What a person has to do with <see cref="Record"/>: Publish, Replace (with this one) or Remove; null where there is none.
    /// </summary>
    public string? RecordAction { get; init; }

    /// <summary>When it began, in UTC; null where it hasn't yet.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it ended, in UTC; null while it is under way.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>With -WhatIf, what lies ahead: each step, and when it can be taken at the earliest.</summary>
    public IReadOnlyList<DkimRotationStep> Plan { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimRotationStep>();

    /// <summary>What was found.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>The same with one more finding.</summary>
    internal DkimRotation Adding(DkimFinding finding) => this with { Findings = [.. Findings, finding] };

    /// <summary>Domain, what is done, and phase on one line.</summary>
    public override string ToString() => $"{Domain}: {Change}, {(IsAborting ? "Aborting" : Phase)}";

    /// <summary>What is done to the selectors.</summary>
    internal string Change => Kind switch
    {
        RotationKind.Registration => $"register {NewSelector ?? "?"}",
        RotationKind.Retirement => $"retire {OldSelector ?? "its keys"}",
        _ => $"{OldSelector} -> {NewSelector ?? "?"}",
    };
}
