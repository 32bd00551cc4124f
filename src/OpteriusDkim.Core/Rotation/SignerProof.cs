namespace OpteriusDkim.Rotation;

/// <summary>What the running signers did, and the findings about it.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Findings">What was found.</param>
internal sealed record SignerProof(ProofOutcome Outcome, IReadOnlyList<DkimFinding> Findings);
