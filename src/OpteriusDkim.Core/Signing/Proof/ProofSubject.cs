using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>What is to be proved: that mail of a domain leaves signed.</summary>
/// <param name="Keys">The keys that the store has for it.</param>
internal sealed record ProofSubject(DomainName Domain, IReadOnlyList<StoredKey> Keys)
{
    /// <summary>The selectors that have to sign; null or none to report whatever signs.</summary>
    public IReadOnlyList<Selector>? Expected { get; init; }

    /// <summary>The sender's domain where that isn't <see cref="Domain"/>: one below it, whose mail the domain signs.</summary>
    public DomainName? SenderDomain { get; init; }
}
