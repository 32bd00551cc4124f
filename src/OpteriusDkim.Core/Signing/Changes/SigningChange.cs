using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Changes;

/// <summary>A change of one domain's entries.</summary>
/// <param name="To">The key to sign with; null to remove the domain's entries.</param>
internal sealed record SigningChange(DomainName Domain, StoredKey? To)
{
    /// <summary>The selector that the key replaces, which has to be the signing one; null if nothing may sign yet.</summary>
    public Selector? From { get; init; }

    /// <summary>Whether the key replaces any key in the domain's own entries.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether to sign mail of subdomains as well.</summary>
    public bool IncludeSubdomains { get; init; }
}
