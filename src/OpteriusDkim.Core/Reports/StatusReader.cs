using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Reports;

/// <summary>Finds out the facts about domains. It writes nothing and takes no lock.</summary>
/// <param name="host">What is known apart from DNS.</param>
/// <param name="asked">DNS; null to skip it.</param>
#pragma warning disable CA1001 // The semaphore has nothing to dispose of, as its wait handle isn't used.
internal sealed class StatusReader(IHostFacts host, StatusDns? asked, TimeProvider clock)
#pragma warning restore CA1001
{
    /// <summary>How many domains are read together: the tests of one connection to a signer.</summary>
    public const int BatchSize = 250;

    private readonly SemaphoreSlim local = new(1);

    /// <summary>The known domains in their order.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IReadOnlyList<DomainName> Domains() =>
        [.. host.Domains().ToHashSet().OrderBy(domain => domain.Value, StringComparer.Ordinal)];

    /// <summary>Finds out the facts about some domains.</summary>
    /// <param name="domains">At most <see cref="BatchSize"/>.</param>
    public async Task<IReadOnlyList<StatusFacts>> ReadAsync(IReadOnlyList<DomainName> domains, CancellationToken cancellation)
    {
        var read = await ReadHostAsync(domains, cancellation).ConfigureAwait(false);
        var lookup = asked is null ? null : new RememberedLookup(asked.Lookup);
        var probing = read.SelectMany(domain => domain.Signers).Distinct().Select(signer => signer.TestAsync(
            [.. read.Where(domain => domain.Signers.Contains(signer)).Select(domain => SubjectOf(domain.Facts))], lookup, cancellation))
            .ToArray();
        var verifying = read.Select(domain => AskDnsAsync(domain.Facts, lookup, cancellation)).ToArray();
        var probes = await Task.WhenAll(probing).ConfigureAwait(false);
        var facts = await Task.WhenAll(verifying).ConfigureAwait(false);
        return
        [
            .. facts.Zip(read, (each, reading) => reading.Signers.Count == 0 ? each : each with
            {
                Probes = [.. probes.SelectMany(tests => tests[each.Domain.Value])],
            }),
        ];
    }

    private async Task<HostReading[]> ReadHostAsync(IReadOnlyList<DomainName> domains, CancellationToken cancellation)
    {
        // Tables are read by one thread at a time.
        await local.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var read = host.Open();
            var now = clock.GetUtcNow().UtcDateTime;
            return
            [
                .. domains.Select(domain =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return read(domain, now);
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
        if (asked is null || lookup is null)
        {
            return facts;
        }

        var verifier = new DnsVerifier(lookup, clock, asked.Diagnosis, key => facts.Entries.FirstOrDefault(
            entry => entry.Outcome == DkimSigningOutcome.Signed && entry.Selector == key.Selector.Value)?.Source);
        var delegation = facts.Keys.Count > 0
            ? asked.DelegationOf(facts.Domain, cancellation)
            : Task.FromResult<IReadOnlyList<DkimFinding>>([]);
        var tests = await Task.WhenAll(facts.Keys.Select(key => verifier.VerifyAsync(key.Key, cancellation))).ConfigureAwait(false);
        return facts with { Dns = tests, Delegation = await delegation.ConfigureAwait(false) };
    }
}
