using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Verifies signatures with the keys in DNS.</summary>
/// <param name="dns">Looks up published records; null to skip DNS.</param>
internal sealed class PublishedKeyCheck(ISignatureVerifier verifier, IRecordLookup? dns)
{
    /// <summary>Whether receivers accept a signature; null where none can tell, or where DNS is skipped.</summary>
    /// <param name="index">Which signature of the message it is.</param>
    /// <param name="stored">The key that should be published; null if unknown.</param>
    public async Task<(bool? Matches, IReadOnlyList<DkimFinding> Findings)> CheckAsync(
        byte[] message, int index, DkimSignature signature, StoredKey? stored, CancellationToken cancellation)
    {
        if (dns is null || signature is not { Domain: { } domain, Selector: { } selector })
        {
            return (null, []);
        }

        var name = new RecordName(domain, selector);
        var observation = await dns.ObserveAsync(name, cancellation).ConfigureAwait(false);
        var findings = observation.Problems
            .Concat(observation.Answers.SelectMany(answer => Verification.FindingsOf(stored?.PublicKey, answer)))
            .Distinct().ToList();
        var verdicts = observation.Reachable.Select(answer => Verifies(message, index, answer)).ToArray();
        if (!verdicts.Contains(false))
        {
            return (verdicts.Length > 0 && verdicts.All(verdict => verdict == true) ? true : null, findings);
        }

        findings.Insert(0, FindingTable.SignatureFailsInDns.With(("name", name)));
        return (false, findings);
    }

    /// <summary>Whether a receiver with this answer would accept the signature; null if it would have to retry.</summary>
    private bool? Verifies(byte[] message, int index, DkimDnsAnswer answer) => answer.Outcome switch
    {
        _ when answer.ProvesNothing => null,
        DnsOutcome.Found => answer.Record is { IsValid: true, Key: { } key } && verifier.ProblemOf(message, index, key) is null,
        DnsOutcome.NoSuchName or DnsOutcome.NoData => false,
        _ => null,
    };
}
