using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The expected behaviour of a signer for mail of a domain.</summary>
/// <param name="Key">The expected signing key; null if the mail has to be unsigned.</param>
internal sealed record SigningProbe(DomainName Domain, StoredKey? Key)
{
    /// <summary>Whether the published record has to verify the signature as well.</summary>
    public bool MustMatchDns { get; init; } = true;

    /// <summary>Whether to test a running daemon only once, without waiting for it to change.</summary>
    public bool SkipsRetries { get; init; }

    /// <summary>Whether a test meets the expectation.</summary>
    public bool IsMetBy(DkimSigningTest test) => Key is null
        ? test.Outcome == DkimSigningOutcome.Unsigned
        : test.Outcome == DkimSigningOutcome.Signed
            && test.Selector == Key.Selector.Value
            && test.MatchesStore == true
            && (!MustMatchDns || test.MatchesDns == true);

    /// <summary>Whether tests meet the expectation: there is at least one, and each endpoint meets it.</summary>
    /// <param name="tests">All tests of this domain. One of several signatures at an endpoint suffices.</param>
    public bool IsMetBy(IReadOnlyCollection<DkimSigningTest> tests) => tests.Count > 0
        && tests.GroupBy(test => test.Endpoint).All(endpoint => Key is null ? endpoint.All(IsMetBy) : endpoint.Any(IsMetBy));
}
