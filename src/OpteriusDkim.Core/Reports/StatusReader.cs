using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Reports;

/// <summary>Finds out the facts about domains. It writes nothing and takes no lock.</summary>
internal sealed class StatusReader(StatusSources sources, TimeProvider clock)
{
    /// <summary>How many domains are read together: the tests of one connection to a signer.</summary>
    public const int BatchSize = 250;

    private readonly SemaphoreSlim local = new(1);

    /// <summary>The domains that the store, the tables or the journals know, in their order.</summary>
    /// <exception cref="InaccessibleException">The store can't be listed.</exception>
    public IReadOnlyList<DomainName> Domains()
    {
        var domains = new HashSet<DomainName>(sources.Keys.Domains());
        domains.UnionWith(sources.History.Domains());
        foreach (var signer in sources.Signers)
        {
            domains.UnionWith(signer.Domains());
        }

        return [.. domains.OrderBy(domain => domain.Value, StringComparer.Ordinal)];
    }

    /// <summary>Finds out the facts about some domains.</summary>
    /// <param name="domains">At most <see cref="BatchSize"/>.</param>
    public async Task<IReadOnlyList<StatusFacts>> ReadAsync(IReadOnlyList<DomainName> domains, CancellationToken cancellation)
    {
        var read = await ReadLocalAsync(domains, cancellation).ConfigureAwait(false);
        var lookup = sources.Dns is { } dns ? new RememberedLookup(dns.Lookup) : null;
        var probing = sources.Signers.Select(signer => signer.TestAsync(
            [.. read.Where(domain => domain.Signers.Contains(signer)).Select(domain => SubjectOf(domain.Facts))], lookup, cancellation))
            .ToArray();
        var verifying = read.Select(domain => AskDnsAsync(domain.Facts, lookup, cancellation)).ToArray();
        var probes = await Task.WhenAll(probing).ConfigureAwait(false);
        var facts = await Task.WhenAll(verifying).ConfigureAwait(false);
        return
        [
            .. facts.Select(each => each with
            {
                Probes = [.. probes.SelectMany(tests => tests[each.Domain.Value])],
            }),
        ];
    }

    private async Task<(StatusFacts Facts, IReadOnlyList<StatusSigner> Signers)[]> ReadLocalAsync(
        IReadOnlyList<DomainName> domains, CancellationToken cancellation)
    {
        // Tables are read by one thread at a time.
        await local.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var host = new LocalFacts(sources);
            var now = clock.GetUtcNow().UtcDateTime;
            return
            [
                .. domains.Select(domain =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return host.Read(domain, now);
                }),
            ];
        }
        finally
        {
            local.Release();
        }
    }

    private static ProofSubject SubjectOf(StatusFacts facts) =>
        new(facts.Domain, [.. facts.Keys.Where(key => key.InStore).Select(key => key.Key)]);

    private async Task<StatusFacts> AskDnsAsync(StatusFacts facts, RememberedLookup? lookup, CancellationToken cancellation)
    {
        if (sources.Dns is not { } dns || lookup is null)
        {
            return facts;
        }

        var verifier = new DnsVerifier(lookup, clock, dns.Diagnosis, key => facts.Entries.FirstOrDefault(
            entry => entry.Outcome == DkimSigningOutcome.Signed && entry.Selector == key.Selector.Value)?.Source);
        var delegation = facts.Keys.Count > 0
            ? dns.DelegationOf(facts.Domain, cancellation)
            : Task.FromResult<IReadOnlyList<DkimFinding>>([]);
        var tests = await Task.WhenAll(facts.Keys.Select(key => verifier.VerifyAsync(key.Key, cancellation))).ConfigureAwait(false);
        return facts with { Dns = tests, Delegation = await delegation.ConfigureAwait(false) };
    }
}
