namespace OpteriusDkim.Rotation;

/// <summary>What the running signers did with a probe, and the findings about it.</summary>
internal sealed record SignerProof(ProofOutcome Outcome, IReadOnlyList<DkimFinding> Findings);
