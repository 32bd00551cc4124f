namespace OpteriusDkim;

/// <summary>Looks stored keys' records up and judges what is found.</summary>
public sealed class DnsVerifier
{
    private readonly RecordLookup lookup;
    private readonly TimeProvider clock;
    private readonly RecordDiagnosis? diagnosis;

    /// <summary>Puts it together.</summary>
    /// <param name="lookup">Looks.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="diagnosis">Looks for the cause where something is wrong; null to leave that out.</param>
    public DnsVerifier(RecordLookup lookup, TimeProvider clock, RecordDiagnosis? diagnosis = null)
    {
        this.lookup = lookup;
        this.clock = clock;
        this.diagnosis = diagnosis;
    }

    /// <summary>Looks one key's record up.</summary>
    /// <param name="key">The stored key.</param>
    /// <param name="cancellation">Ends the lookups at once.</param>
    public async Task<DkimDnsTest> VerifyAsync(StoredKey key, CancellationToken cancellation)
    {
        var look = await lookup.LookAsync(key.RecordName.Value, cancellation).ConfigureAwait(false);
        var test = Verification.Of(key, look, Now);
        return diagnosis is null ? test : await diagnosis.ExplainAsync(key, look, test, cancellation).ConfigureAwait(false);
    }

    /// <summary>The result for a domain that has no key, or not the one that was named.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selector">The selector that was named, if any.</param>
    /// <param name="others">The selectors that have keys.</param>
    /// <param name="directory">Where keys were looked for.</param>
    public DkimDnsTest MissingKey(DomainName domain, Selector? selector, IReadOnlyList<Selector> others, string directory) =>
        Verification.OfMissingKey(domain, selector, others, directory, Now);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
