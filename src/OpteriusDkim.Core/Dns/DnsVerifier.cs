using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Looks up the records of stored keys and checks them.</summary>
/// <param name="diagnosis">Finds the causes of problems; null to skip that.</param>
/// <param name="signedBy">
/// Finds where a signer's configuration uses a key; null if it doesn't, or if that is unknown. Called for missing records only.
/// </param>
internal sealed class DnsVerifier(
    IRecordLookup lookup, TimeProvider clock, RecordDiagnosis? diagnosis = null, Func<StoredKey, string?>? signedBy = null)
{
    /// <summary>Looks up and checks one key's record.</summary>
    public async Task<DkimDnsTest> VerifyAsync(StoredKey key, CancellationToken cancellation)
    {
        var observation = await lookup.ObserveAsync(key.RecordName, cancellation).ConfigureAwait(false);
        var test = Verification.Of(key, observation, Now);
        var explained = diagnosis is null ? test : await diagnosis.ExplainAsync(key, observation, test, cancellation).ConfigureAwait(false);
        return IsMissing(test) && signedBy?.Invoke(key) is { } source
            ? explained.Adding([FindingTable.RecordMissingWhileSigning.With(
                ("name", key.RecordName), ("source", source), ("domain", key.Domain), ("selector", key.Selector))])
            : explained;
    }

    /// <summary>The result for a domain that has no key, or not the specified one.</summary>
    /// <param name="others">The selectors that have keys.</param>
    /// <param name="directory">Where keys were looked for.</param>
    public DkimDnsTest MissingKey(DomainName domain, Selector? selector, IReadOnlyList<Selector> others, string directory) =>
        Verification.OfMissingKey(domain, selector, others, directory, Now);

    /// <summary>Whether a server reports that there is no record. A missing answer doesn't count.</summary>
    private static bool IsMissing(DkimDnsTest test) =>
        test.Status == DkimDnsStatus.KeyGenerated
        && test.Servers.Any(server => server.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
