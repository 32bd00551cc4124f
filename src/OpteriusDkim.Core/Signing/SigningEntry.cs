using OpteriusDkim.Names;

namespace OpteriusDkim.Signing;

/// <summary>A line or block of a signer's tables, with its key resolved.</summary>
/// <param name="Pattern">The senders that it applies to, as written in the table; empty for mail to which no entry applies.</param>
/// <param name="Source">File and line; for Redis the server and the hash.</param>
internal sealed record SigningEntry(string Pattern, string Source)
{
    /// <summary>The single domain of the pattern; null for a pattern of another kind.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Whether it applies to all subdomains of the domain, but not to the domain itself.</summary>
    public bool IsForSubdomains { get; init; }

    /// <summary>Whether it applies to its domain only, so that commands for that domain may change it.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The key name that it refers to; null if it has none.</summary>
    public string? KeyName { get; init; }

    /// <summary>The <c>d=</c> of its signatures as written; null if the key is unknown.</summary>
    public string? SigningDomain { get; init; }

    /// <summary>The <c>s=</c> of its signatures as written; null if the key is unknown.</summary>
    public string? Selector { get; init; }

    /// <summary>The absolute path of the key file; null if there is none or the key is in the table itself.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The signature algorithm that the entry sets; null for the signer's default.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Whether the path has a placeholder that depends on the sender.</summary>
    public bool KeyPathIsOpen { get; init; }

    /// <summary>Whether the signer reads the key at startup, as root, instead of for each message.</summary>
    public bool KeyIsReadAtStart { get; init; }

    /// <summary>
    /// What the signer does with mail to which it applies, predicted from configuration and tables without the key file.
    /// </summary>
    public DkimSigningOutcome Outcome { get; init; } = DkimSigningOutcome.Signed;

    /// <summary>What of the key file comes before <see cref="Outcome"/>, where that isn't Signed; all of it does where it is.</summary>
    public KeyPrecedence Precedence { get; init; }

    /// <summary>The problems that the tables alone show.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>Whether it signs with a domain and a selector.</summary>
    public bool SignsAs(DomainName domain, Selector selector) =>
        domain.Value.Equals(SigningDomain, StringComparison.OrdinalIgnoreCase)
        && selector.Value.Equals(Selector, StringComparison.OrdinalIgnoreCase);
}
