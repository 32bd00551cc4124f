using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <content>The CNAMEs of a delegated domain.</content>
public sealed partial class TestDkimDnsCommand
{
    private RecordOptions AdviceFor(DomainName domain)
    {
        var configured = OptionsFor(domain);
        return configured with { Provider = provider ?? configured.Provider };
    }

    /// <summary>
    /// The tests of a domain. Its first one has the findings about the CNAMEs of all selectors of its delegation, since those without
    /// a key have no test of their own.
    /// </summary>
    private async Task<IReadOnlyList<DkimDnsTest>> AddAliasFindingsAsync(
        DomainName domain, IEnumerable<DkimDnsTest?> tests, Func<Selector, bool> wanted, CancellationToken stopping)
    {
        DkimDnsTest[] made = [.. tests.OfType<DkimDnsTest>()];
        if (made is not [var first, .. var others] || Configuration.DelegationFor(domain) is not { } delegation)
        {
            return made;
        }

        var check = new DelegationTest(Resolvers, each: Server is not null, Authoritative ? Zones : null);
        var findings = await check.OfAsync(delegation, delegation.Selectors.Where(wanted), AdviceFor(domain), stopping)
            .ConfigureAwait(false);
        return [first.Adding(findings), .. others];
    }
}
