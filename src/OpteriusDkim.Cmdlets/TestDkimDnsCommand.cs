using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimDns: looks records up in live DNS and compares them with the stored keys.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimDns")]
[OutputType(typeof(DkimDnsTest), typeof(bool))]
public sealed class TestDkimDnsCommand : KeyCmdlet
{
    private PipelineWork? work;
    private DnsVerifier? verifier;

    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors; all that the domain has keys for where none is given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>DNS servers to ask, each of them, as ADDRESS or ADDRESS:PORT.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Server { get; set; }

    /// <summary>How long one query may take; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Lookups under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>Gives true for verified and false for all else, in place of the test.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Begin()
    {
        var resolver = Composition.Resolver();
        var timeout = Timeout ?? Configuration.DnsTimeout;
        verifier = Server is not null
            ? DnsVerifier.AskingEach(resolver, TimeProvider.System, timeout, [.. Server.Select(DnsServer.Parse).Distinct()])
            : DnsVerifier.AskingInTurn(resolver, TimeProvider.System, timeout, ServersInTurn(resolver));
        WriteVerbose($"Asking {string.Join(", ", verifier.Servers)}, {timeout.TotalSeconds:0.###} s for each query.");
        work = new PipelineWork(this, "Looking DKIM records up", ThrottleLimit, Cancellation);
    }

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Test(domain));
        }
    }

    private protected override void End() => work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        work?.Dispose();
        base.Dispose(disposing);
    }

    private IReadOnlyList<DnsServer> ServersInTurn(ITxtResolver resolver)
    {
        var servers = Configuration.DnsServers.Count > 0 ? Configuration.DnsServers : resolver.SystemServers();
        return servers.Count > 0 ? servers : throw new NotFoundException(FindingTable.NoServer.With(), null);
    }

    private void Test(string domain)
    {
        var selectors = Selector?.Select(OpteriusDkim.Selector.Parse).ToArray();
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            var pattern = WildcardPattern.Get(domain, WildcardOptions.IgnoreCase);
            foreach (var name in Store.Domains().Where(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode)))
            {
                Start(name, selectors);
            }
        }
        else
        {
            Start(DomainName.Parse(domain), selectors);
        }
    }

    private void Start(DomainName domain, Selector[]? selectors) =>
        work!.Start(domain.Value, stopping => TestAsync(domain, selectors, stopping));

    private async Task TestAsync(DomainName domain, Selector[]? wanted, CancellationToken stopping)
    {
        var selectors = wanted ?? Store.SelectorsOf(domain);
        if (selectors.Count == 0)
        {
            Emit(verifier!.MissingKey(domain, null, [], Store.Location));
        }

        foreach (var selector in selectors)
        {
            var name = new RecordName(domain, selector);
            Emit(Store.Find(name) is { } key
                ? await verifier!.VerifyAsync(key, stopping).ConfigureAwait(false)
                : verifier!.MissingKey(domain, selector, Store.SelectorsOf(domain), Store.Location));
        }
    }

    private void Emit(DkimDnsTest test) => work!.Emit(Quiet ? test.Status == DkimDnsStatus.Verified : test);
}
