namespace OpteriusDkim.Signing.Changes;

/// <summary>What became of one domain's change.</summary>
/// <param name="Finding">Why it wasn't made or kept; null where it was.</param>
internal sealed record SigningResult(SigningChange Change, SigningStep Step, DkimFinding? Finding, IReadOnlyList<DkimSigningTest> Tests)
{
    /// <summary>Whether the signer does as wanted.</summary>
    public bool Succeeded => Step is SigningStep.Done or SigningStep.Unchanged;
}
