namespace OpteriusDkim.Signing.Changes;

/// <summary>Changes that are made together: one edit, one reload.</summary>
/// <param name="Changes">One a domain.</param>
internal sealed record SigningRequest(IReadOnlyList<SigningChange> Changes)
{
    /// <summary>Whether a signature also has to verify against the published record.</summary>
    public bool MustMatchDns { get; init; } = true;
}
