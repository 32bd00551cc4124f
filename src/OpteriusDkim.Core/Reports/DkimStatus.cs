using OpteriusDkim.Findings;

namespace OpteriusDkim;

/// <summary>All that is known of a domain's signing, in one row.</summary>
public sealed record DkimStatus
{
    /// <summary>The signing domain in A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>How its signing is, by the rules in docs/status.md.</summary>
    public DkimHealth Health { get; init; }

    /// <summary>
    /// The selector that signs; of several the one with an RSA key; of none that of the newest key; null where there is no key.
    /// </summary>
    public string? Selector { get; init; }

    /// <summary>The kind of that selector's key; null where there is none in the store.</summary>
    public DkimKeyAlgorithm? Algorithm { get; init; }

    /// <summary>The size of that selector's key in bits; null where there is none in the store.</summary>
    public int? KeySize { get; init; }

    /// <summary>The age of that selector's key in whole days; null where there is none in the store.</summary>
    public int? KeyAgeDays { get; init; }

    /// <summary>
    /// What verification found for the worst of the keys that sign, or for <see cref="Selector"/> where none does; null where DNS wasn't
    /// asked, or the selector is unknown.
    /// </summary>
    public DkimDnsStatus? DnsStatus { get; init; }

    /// <summary>
    /// What the running signer does with the domain's mail, the worst of its endpoints; null where it couldn't be tried. Unsigned also
    /// where it signs as another domain.
    /// </summary>
    public DkimSigningOutcome? Signing { get; init; }

    /// <summary>Where a registration, rotation or retirement is; null where none is under way.</summary>
    public RotationPhase? RotationPhase { get; init; }

    /// <summary>What or whom it waits for.</summary>
    public RotationWait WaitingFor { get; init; }

    /// <summary>What has to happen next; empty where nothing has.</summary>
    public string NextAction { get; init; } = "";

    /// <summary>When that is due, in UTC; null where it doesn't depend on time.</summary>
    public DateTime? NextDueAt { get; init; }

    /// <summary>The keys of the domain in the store and those that sign, the active ones first.</summary>
    public IReadOnlyList<DkimKeyStatus> Keys { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimKeyStatus>();

    /// <summary>Past registrations, rotations and retirements, and that under way, the newest first.</summary>
    public IReadOnlyList<DkimRotation> Rotations { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimRotation>();

    /// <summary>What was found.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>
    /// When root looked at keys, tables and signers, in UTC, where they come from the public index; null where they were looked at now.
    /// </summary>
    public DateTime? IndexedAt { get; init; }

    /// <summary>When it was found out, in UTC.</summary>
    public DateTime CheckedAt { get; init; }

    /// <summary>Domain, health, and the codes of findings on one line.</summary>
    public override string ToString() => $"{Domain}: {Health}{(Findings.Count == 0 ? "" : $" ({FindingCodes})")}";
}
