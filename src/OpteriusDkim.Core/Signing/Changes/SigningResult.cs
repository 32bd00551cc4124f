namespace OpteriusDkim.Signing.Changes;

/// <summary>The result of one domain's change.</summary>
/// <param name="Finding">Why it wasn't made or was rolled back; null on success.</param>
internal sealed record SigningResult(SigningChange Change, SigningStep Step, DkimFinding? Finding, IReadOnlyList<DkimSigningTest> Tests)
{
    public bool Succeeded => Step is SigningStep.Done or SigningStep.Unchanged;
}
