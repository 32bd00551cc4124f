using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>What a signer has to do with mail of a domain.</summary>
/// <param name="Key">The key by which it has to be signed; null where it has to leave unsigned.</param>
internal sealed record SigningProbe(DomainName Domain, StoredKey? Key)
{
    /// <summary>Whether the published record has to verify the signature as well.</summary>
    public bool MustMatchDns { get; init; } = true;

    /// <summary>Whether a running daemon that doesn't do so now is not waited for.</summary>
    public bool IsImpatient { get; init; }

    /// <summary>Whether a test shows what is wanted.</summary>
    /// <param name="test">A test of this domain.</param>
    public bool IsMetBy(DkimSigningTest test) => Key is null
        ? test.Outcome == DkimSigningOutcome.Unsigned
        : test.Outcome == DkimSigningOutcome.Signed
            && test.Selector == Key.Selector.Value
            && test.MatchesStore == true
            && (!MustMatchDns || test.MatchesDns == true);

    /// <summary>Whether tests show what is wanted: each place does as it should, and there is one at least.</summary>
    /// <param name="tests">All tests of this domain. Of several signatures at one place it needs one.</param>
    public bool IsMetBy(IReadOnlyCollection<DkimSigningTest> tests) => tests.Count > 0
        && tests.GroupBy(test => test.Endpoint).All(place => Key is null ? place.All(IsMetBy) : place.Any(IsMetBy));
}
