using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimDns: looks records up in live DNS and compares them with the stored keys.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimDns")]
[OutputType(typeof(DkimDnsTest), typeof(bool))]
public sealed class TestDkimDnsCommand : KeyCmdlet
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    private PipelineWork? work;
    private DnsVerifier? verifier;

    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors, wildcards are taken; all that the domain has keys for where none is given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
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

    /// <summary>Gives one true or false for each domain, true where all its keys are verified, in place of the tests.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Begin()
    {
        var resolver = Composition.Resolver();
        var timeout = Timeout ?? Configuration.DnsTimeout;
        if (timeout > LongestTimeout)
        {
            throw new InvalidInputException(
                FindingTable.InvalidDuration.With(("input", timeout), ("problem", $"one query may take {LongestTimeout} at most")), timeout);
        }

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
        var selectors = Given(Selector);
        var wanted = SelectorFilter(selectors);
        var named = selectors?.Where(text => !WildcardPattern.ContainsWildcardCharacters(text)).Select(OpteriusDkim.Selector.Parse).ToArray();
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            var pattern = PatternOf(domain);
            foreach (var name in Store.Domains().Where(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode)))
            {
                Start(name, wanted, named);
            }
        }
        else
        {
            Start(DomainName.Parse(domain), wanted, named);
        }
    }

    private void Start(DomainName domain, Func<Selector, bool> wanted, Selector[]? named) =>
        work!.Start(domain.Value, async stopping =>
        {
            var tests = await TestAsync(domain, wanted, named, stopping).ConfigureAwait(false);
            if (Quiet)
            {
                work.Emit(tests.Count > 0 && tests.TrueForAll(test => test?.Status == DkimDnsStatus.Verified));
                return;
            }

            foreach (var test in tests.OfType<DkimDnsTest>())
            {
                work.Emit(test);
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

        foreach (var selector in present.Where(wanted).Concat(named ?? []).Distinct())
        {
            tests.Add(await TestAsync(new RecordName(domain, selector), present, stopping).ConfigureAwait(false));
        }

        return tests;
    }

    /// <summary>One key's test; null where the key can't be read, which is its own error and not the end of the others.</summary>
    private async Task<DkimDnsTest?> TestAsync(RecordName name, IReadOnlyList<Selector> present, CancellationToken stopping)
    {
        try
        {
            return Store.Find(name) is { } key
                ? await verifier!.VerifyAsync(key, stopping).ConfigureAwait(false)
                : verifier!.MissingKey(name.Domain, name.Selector, present, Store.Location);
        }
        catch (DkimException exception)
        {
            work!.Fail(exception);
            return null;
        }
    }
}
