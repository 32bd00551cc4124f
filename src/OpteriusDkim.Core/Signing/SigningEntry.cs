using OpteriusDkim.Names;

namespace OpteriusDkim.Signing;

/// <summary>A line or block of a signer's tables as it was read, its key resolved.</summary>
/// <param name="Pattern">Whose mail it is about, as it stands in the table; empty for mail that no entry is about.</param>
/// <param name="Source">File and line; of what stands in Redis, the server and the hash.</param>
internal sealed record SigningEntry(string Pattern, string Source)
{
    /// <summary>The one domain that the pattern is about; null for a pattern of another kind.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Whether it is about everything below the domain, and not about the domain itself.</summary>
    public bool IsForSubdomains { get; init; }

    /// <summary>Whether naming its domain allows to change it: it is that domain's own entry, and nobody else's.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The name by which it refers to a key; null where it has none, or where none are needed.</summary>
    public string? KeyName { get; init; }

    /// <summary>The <c>d=</c> of its signatures as it stands; null where there is no such key.</summary>
    public string? SigningDomain { get; init; }

    /// <summary>The <c>s=</c> of its signatures as it stands; null where there is no such key.</summary>
    public string? Selector { get; init; }

    /// <summary>The key's file, absolute; null where there is none or the key stands in the table itself.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The signature algorithm that the entry itself names; null for the signer's own.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Whether a part of the path is filled in for each sender, so that it names no file yet.</summary>
    public bool KeyPathIsOpen { get; init; }

    /// <summary>Whether the signer reads the key when it starts, still as root, and not for each message.</summary>
    public bool KeyIsReadAtStart { get; init; }

    /// <summary>
    /// What the signer does with the mail that it decides about, as far as configuration and tables tell; the key file isn't looked at.
    /// </summary>
    public DkimSigningOutcome Outcome { get; init; } = DkimSigningOutcome.Signed;

    /// <summary>What is wrong with it, as far as the tables alone tell.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>Whether its signatures are those of a domain and a selector.</summary>
    /// <param name="domain">The <c>d=</c>.</param>
    /// <param name="selector">The <c>s=</c>.</param>
    public bool SignsAs(DomainName domain, Selector selector) =>
        domain.Value.Equals(SigningDomain, StringComparison.OrdinalIgnoreCase)
        && selector.Value.Equals(Selector, StringComparison.OrdinalIgnoreCase);
}
