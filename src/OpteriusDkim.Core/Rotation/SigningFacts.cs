namespace OpteriusDkim.Rotation;

/// <summary>What the signer's tables say about a domain.</summary>
/// <param name="Keys">The keys that they name for it, in their order.</param>
/// <param name="Problem">Why its entries can't be changed, or null.</param>
internal sealed record SigningFacts(IReadOnlyList<RotationKey> Keys, DkimFinding? Problem)
{
    /// <summary>
    /// A shared entry that signs the domain's mail. Only a registration can go on in spite of it: the domain gets an entry of its own.
    /// </summary>
    public DkimFinding? SharedEntry { get; init; }

    /// <summary>Why nothing of this kind can be done; null where it can.</summary>
    public DkimFinding? ProblemOf(RotationKind kind) => Problem ?? (kind == RotationKind.Registration ? null : SharedEntry);

    public bool Names(RotationKey? key) => key is not null && Keys.Any(other => other.Selector == key.Selector);
}
