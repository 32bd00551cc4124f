namespace OpteriusDkim.Signing.Changes;

/// <summary>Changes to make together, with one edit and one reload.</summary>
/// <param name="Changes">At most one per domain.</param>
internal sealed record SigningRequest(IReadOnlyList<SigningChange> Changes)
{
    /// <summary>Whether a signature also has to verify against the published record.</summary>
    public bool MustMatchDns { get; init; } = true;
}
