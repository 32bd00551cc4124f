using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimDns: looks records up in DNS and compares them with the stored keys.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimDns", DefaultParameterSetName = Once)]
[OutputType(typeof(DkimDnsTest), typeof(bool))]
public sealed partial class TestDkimDnsCommand : LookupCmdlet
{
    private const string Once = "Once";
    private const string UntilVerified = "UntilVerified";

    /// <summary>The maximum number of keys to wait for. Unlike lookups, waits use no resources.</summary>
    private const int MaxConcurrentWaits = 10000;

    private readonly KeyComparison comparison = new(findsFactors: false);
    private DkimProvider? provider;
    private DnsVerifier? verifier;
    private RecordWaiter? wait;
    private SemaphoreSlim? lookupThrottle;
    private int expected;

    private protected override bool RequiresStore => true;

    private protected override string Activity => "Looking up DKIM records";

    private protected override int MaxConcurrentJobs => Wait ? MaxConcurrentWaits : ThrottleLimit;

    private protected override void Begin()
    {
        provider = Provider is null ? null : ProviderTable.Find(Provider);
        base.Begin();
        var diagnosis = new RecordDiagnosis(
            Resolvers, Zones, EveryServer, AdviceFor, Store.SelectorsOf);
        verifier = Quiet ? new DnsVerifier(Lookup, TimeProvider.System) : new DnsVerifier(Lookup, TimeProvider.System, diagnosis, SignedBy);
        lookupThrottle = new SemaphoreSlim(ThrottleLimit);
        wait = new RecordWaiter(new DnsVerifier(Lookup, TimeProvider.System), verifier, EveryServer, TimeProvider.System, lookupThrottle);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lookupThrottle?.Dispose();
    }

    private protected override void End()
    {
        base.End();
        Report(comparison.EqualKeys());
    }

    private protected override void Process(string domain)
    {
        var selectors = Selectors;
        var wanted = StoreSelection.FilterOf(selectors);
        var named = NamesAmong(selectors);
        DomainName[] domains = [.. DomainsOf(domain)];
        Work.Expect(MyInvocation.ExpectingInput || Wait ? 0 : expected += domains.Length);
        foreach (var name in domains)
        {
            Start(name, wanted, named);
        }
    }

    /// <summary>The place in a signer's configuration that uses a key; null if there is none or it can't be read.</summary>
    private string? SignedBy(StoredKey key)
    {
        try
        {
            return References.To(key.RecordName, key.Path)?.Source;
        }
        catch (DkimException)
        {
            return null;
        }
    }

    private void Start(DomainName domain, Func<Selector, bool> wanted, Selector[]? named) =>
        Work.Start(domain.Value, async stopping =>
        {
            var tests = await TestAsync(domain, wanted, named, stopping).ConfigureAwait(false);
            if (Quiet)
            {
                Work.Emit(tests.Count > 0 && tests.TrueForAll(test => test?.Status == DkimDnsStatus.Verified));
                return;
            }

            foreach (var test in await AddAliasFindingsAsync(domain, tests, wanted, stopping).ConfigureAwait(false))
            {
                foreach (var server in test.Servers)
                {
                    comparison.Add(server.Name, server.Record);
                }

                Work.Emit(test);
            }
        });

    private async Task<List<DkimDnsTest?>> TestAsync(
        DomainName domain, Func<Selector, bool> wanted, Selector[]? named, CancellationToken stopping)
    {
        var present = Store.SelectorsOf(domain);
        var tests = new List<DkimDnsTest?>();
        if (present.Count == 0 && named is null)
        {
            tests.Add(verifier!.MissingKey(domain, null, present, Store.Location));
        }

        var pending = present.Where(wanted).Concat(named ?? []).Distinct()
            .Select(selector => TestAsync(new RecordName(domain, selector), present, stopping));
        if (Wait)
        {
            tests.AddRange(await Task.WhenAll(pending).ConfigureAwait(false));
            return tests;
        }

        foreach (var one in pending)
        {
            tests.Add(await one.ConfigureAwait(false));
        }

        return tests;
    }

    /// <summary>The test of one key; null if the key can't be read, for which an error is written.</summary>
    private async Task<DkimDnsTest?> TestAsync(RecordName name, IReadOnlyList<Selector> present, CancellationToken stopping)
    {
        try
        {
            if (Store.Find(name) is not { } key)
            {
                return verifier!.MissingKey(name.Domain, name.Selector, present, Store.Location);
            }

            return Wait
                ? await WaitAsync(key, stopping).ConfigureAwait(false)
                : await verifier!.VerifyAsync(key, stopping).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            Work.Fail(exception);
            return null;
        }
    }
}
