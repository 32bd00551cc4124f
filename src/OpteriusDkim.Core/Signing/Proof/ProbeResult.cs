namespace OpteriusDkim.Signing.Proof;

/// <summary>The result of a probe message at one endpoint.</summary>
/// <param name="Outcome">The outcome; Signed if the message has a signature.</param>
/// <param name="Message">The message with the signer's modifications.</param>
internal sealed record ProbeResult(DkimSigningOutcome Outcome, MailMessage Message)
{
    /// <summary>Findings of the endpoint itself.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>The result of an accepted message: Signed if it has a signature.</summary>
    public static ProbeResult Passed(MailMessage message) => new(
        message.ValuesOf(DkimSignature.HeaderName).Any() ? DkimSigningOutcome.Signed : DkimSigningOutcome.Unsigned, message);
}
