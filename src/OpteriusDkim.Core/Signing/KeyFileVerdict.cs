namespace OpteriusDkim.Signing;

/// <summary>What a signer does with mail to be signed with a key file.</summary>
internal sealed record KeyFileVerdict(DkimSigningOutcome Outcome, IReadOnlyList<DkimFinding> Findings)
{
    /// <summary>The verdict on a key without problems.</summary>
    public static KeyFileVerdict Sound { get; } = new(DkimSigningOutcome.Signed, []);

    /// <summary>Whether the signer doesn't open the file, so that its content doesn't count.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The verdict on a file with findings: with an error among them, the signer can't use it.</summary>
    /// <param name="signer">OpenDKIM refuses the mail temporarily; Rspamd passes it on unsigned.</param>
    public static KeyFileVerdict Of(SignerType signer, IReadOnlyList<DkimFinding> findings) => new(
        signer switch
        {
            _ when !findings.Any(finding => finding.Severity == FindingSeverity.Error) => DkimSigningOutcome.Signed,
            SignerType.OpenDkim => DkimSigningOutcome.TemporaryFailure,
            _ => DkimSigningOutcome.Unsigned,
        },
        findings);
}
