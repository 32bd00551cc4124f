namespace OpteriusDkim.Rotation;

/// <summary>What the signer's tables say about a domain.</summary>
/// <param name="Keys">The keys that they name for it, in their order.</param>
/// <param name="Problem">Why its entries can't be changed, or null.</param>
internal sealed record SigningFacts(IReadOnlyList<RotationKey> Keys, DkimFinding? Problem)
{
    public bool Names(RotationKey? key) => key is not null && Keys.Any(other => other.Selector == key.Selector);
}
