using OpteriusDkim.Findings;
using OpteriusDkim.Signing;

namespace OpteriusDkim;

/// <summary>What a signer did with a test message of a domain, and whether its signature verifies.</summary>
public sealed record DkimSigningTest
{
    /// <summary>The sender's domain in A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>The selector of the signature; the expected one if there is no signature.</summary>
    public string? Selector { get; init; }

    /// <summary>The signer.</summary>
    public required SignerType Signer { get; init; }

    /// <summary><c>configuration</c>, or the socket of a running daemon.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What the signer did with the message.</summary>
    public required DkimSigningOutcome Outcome { get; init; }

    /// <summary>The signature's <c>a=</c>, for example <c>rsa-sha256</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The signature's <c>c=</c>, for example <c>relaxed/simple</c>.</summary>
    public string? Canonicalization { get; init; }

    /// <summary>The signature's <c>h=</c>, in order.</summary>
    public IReadOnlyList<string> SignedHeaders { get; init => field = value.ToDkimList(); } = DkimLists.Empty<string>();

    /// <summary>Whether it verifies with the stored key; null if there is no signature or no key.</summary>
    public bool? MatchesStore { get; init; }

    /// <summary>Whether it verifies with the published record; null if DNS wasn't queried or didn't answer.</summary>
    public bool? MatchesDns { get; init; }

    /// <summary>
    /// The origins for which it signs mail of this domain, names of <see cref="DkimMailOrigin"/> separated by commas; empty if
    /// there are none, null if that wasn't tested: OpenDKIM's test mode signs for every client.
    /// </summary>
    public string? SignsFor { get; init; }

    /// <summary>The tested origins for which it doesn't sign, in the same form.</summary>
    public string? DoesNotSignFor { get; init; }

    /// <summary>The problems found, with advice.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>Domain, endpoint and outcome on one line.</summary>
    public override string ToString() => $"{Domain} at {Endpoint}: {Outcome}";
}
