using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Changes;

/// <summary>What is to become of one domain's entries.</summary>
/// <param name="To">The key that is to sign; null where the domain's entries are to go.</param>
internal sealed record SigningChange(DomainName Domain, StoredKey? To)
{
    /// <summary>The selector whose place the key takes, which has to be the one that signs; null where nothing may sign yet.</summary>
    public Selector? From { get; init; }

    /// <summary>Whether the key takes the place of whatever the domain's own entries name.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether mail of subdomains is to be signed as well.</summary>
    public bool IncludeSubdomains { get; init; }
}
