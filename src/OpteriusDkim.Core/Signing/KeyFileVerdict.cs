namespace OpteriusDkim.Signing;

/// <summary>What a signer does with mail that it has to sign with a key file.</summary>
/// <param name="Outcome">What becomes of the mail.</param>
/// <param name="Findings">What is wrong with the file.</param>
internal sealed record KeyFileVerdict(DkimSigningOutcome Outcome, IReadOnlyList<DkimFinding> Findings)
{
    /// <summary>A key with nothing against it.</summary>
    public static KeyFileVerdict Sound { get; } = new(DkimSigningOutcome.Signed, []);

    /// <summary>The verdict on a file with these findings: where there is an error the signer can't use it.</summary>
    /// <param name="signer">OpenDKIM refuses the mail for now; Rspamd passes it on unsigned.</param>
    /// <param name="findings">What is wrong with it.</param>
    public static KeyFileVerdict Of(SignerType signer, IReadOnlyList<DkimFinding> findings) => new(
        signer switch
        {
            _ when !findings.Any(finding => finding.Severity == FindingSeverity.Error) => DkimSigningOutcome.Signed,
            SignerType.OpenDkim => DkimSigningOutcome.TemporaryFailure,
            _ => DkimSigningOutcome.Unsigned,
        },
        findings);
}
