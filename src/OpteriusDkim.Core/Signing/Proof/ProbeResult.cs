namespace OpteriusDkim.Signing.Proof;

/// <summary>What became of a probe message at one place.</summary>
/// <param name="Outcome">What became of it; signed where the message carries a signature.</param>
/// <param name="Message">The message as it would go on: with what the signer added.</param>
internal sealed record ProbeResult(DkimSigningOutcome Outcome, MailMessage Message)
{
    /// <summary>What the place itself has to tell.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>A message that passed: signed, if a signature was added to it.</summary>
    public static ProbeResult Passed(MailMessage message) => new(
        message.ValuesOf(DkimSignature.HeaderName).Any() ? DkimSigningOutcome.Signed : DkimSigningOutcome.Unsigned, message);
}
