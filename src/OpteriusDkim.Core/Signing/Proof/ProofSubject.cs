using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>A domain whose mail has to be proved to be signed.</summary>
/// <param name="Keys">The domain's keys in the store.</param>
internal sealed record ProofSubject(DomainName Domain, IReadOnlyList<StoredKey> Keys)
{
    /// <summary>The selectors that have to sign; null or empty to report all signatures.</summary>
    public IReadOnlyList<Selector>? Expected { get; init; }

    /// <summary>The selectors to name where no signature is found; null for an unknown one.</summary>
    public IReadOnlyList<Selector?> SelectorsToReport => Expected is { Count: > 0 } expected
        ? (IReadOnlyList<Selector?>)expected
        : [Keys.Count == 1 ? Keys[0].Selector : null];

    /// <summary>The sender's domain if it is a subdomain whose mail <see cref="Domain"/> signs.</summary>
    public DomainName? SenderDomain { get; init; }
}
