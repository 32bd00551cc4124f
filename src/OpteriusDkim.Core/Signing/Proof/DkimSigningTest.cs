using OpteriusDkim.Findings;
using OpteriusDkim.Signing;

namespace OpteriusDkim;

/// <summary>What one signer did with a message of a domain, and whether its signature holds.</summary>
public sealed record DkimSigningTest
{
    /// <summary>The sender's domain in A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>The selector of the signature; the expected one where there is none.</summary>
    public string? Selector { get; init; }

    /// <summary>Which signer.</summary>
    public required SignerType Signer { get; init; }

    /// <summary><c>configuration</c>, or the socket of a running daemon.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What became of the message.</summary>
    public required DkimSigningOutcome Outcome { get; init; }

    /// <summary>The signature's <c>a=</c>, such as <c>rsa-sha256</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The signature's <c>c=</c>, such as <c>relaxed/simple</c>.</summary>
    public string? Canonicalization { get; init; }

    /// <summary>The signature's <c>h=</c>, in its order.</summary>
    public IReadOnlyList<string> SignedHeaders { get; init => field = value.ToDkimList(); } = DkimLists.Empty<string>();

    /// <summary>Whether it verifies against the stored key; null where there is no signature or no key.</summary>
    public bool? MatchesStore { get; init; }

    /// <summary>Whether it verifies against the published record; null where that wasn't asked or didn't answer.</summary>
    public bool? MatchesDns { get; init; }

    /// <summary>
    /// The ways of arriving for which it signs mail of this domain, names of <see cref="DkimMailOrigin"/> with commas between; empty where
    /// there is none, null where that wasn't asked: OpenDKIM's test mode signs for every client.
    /// </summary>
    public string? SignsFor { get; init; }

    /// <summary>The ways of arriving that were tried and for which it doesn't sign, in the same form.</summary>
    public string? DoesNotSignFor { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>Domain, endpoint and outcome on one line.</summary>
    public override string ToString() => $"{Domain} at {Endpoint}: {Outcome}";
}
