using OpteriusDkim.Findings;

namespace OpteriusDkim;

/// <summary>A line or block of a signer's configuration, and what the signer does with mail to which it applies.</summary>
public sealed record DkimSigningEntry
{
    /// <summary>The domain that the entry applies to; the signing domain if the pattern isn't for a single domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The senders that it applies to, as written in the table; null for mail that no entry applies to.</summary>
    public string? Pattern { get; init; }

    /// <summary>The selector that it signs with; null if the key is unknown.</summary>
    public string? Selector { get; init; }

    /// <summary>The signer that reads it.</summary>
    public required SignerType Signer { get; init; }

    /// <summary>
    /// What the signer does with mail to which the entry applies, predicted from the configuration, the tables and the
    /// key file. Unreachable: the signer doesn't start with this configuration, or the outcome can't be predicted.
    /// </summary>
    public required DkimSigningOutcome Outcome { get; init; }

    /// <summary>The file of the private key; null if there is none.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>Whether that file is a key of the store.</summary>
    public bool InStore { get; init; }

    /// <summary>File and line; for Redis the server and the hash.</summary>
    public required string Source { get; init; }

    /// <summary>The problems found, with advice.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>Pattern, outcome and key on one line.</summary>
    public override string ToString() =>
        $"{Pattern ?? Domain}: {Outcome}{(Selector is null ? "" : $", {Selector}._domainkey.{Domain}")} ({Source})";
}
