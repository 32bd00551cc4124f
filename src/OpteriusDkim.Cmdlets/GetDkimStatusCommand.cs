using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimStatus: joins all that is known of each domain's signing in one row.</summary>
[Cmdlet(VerbsCommon.Get, "DkimStatus", DefaultParameterSetName = WithDns)]
[OutputType(typeof(DkimStatus))]
public sealed partial class GetDkimStatusCommand : KeyCmdlet
{
    /// <summary>The batches in progress: while some wait for DNS, others wait for the signer.</summary>
    private const int MaxConcurrentBatches = 4;

    private readonly List<DomainName> pending = [];
    private readonly HashSet<DomainName> named = [];
    private StatusReader? reader;
    private Lazy<IReadOnlyList<DomainName>>? known;

    private protected override void Begin()
    {
        var sources = new StatusOrigin(Configuration, Store, Ed25519) { SignerTimeout = Timeout }.Sources(NoDns ? null : OpenDns());
        if (sources.History.Unread is { } finding)
        {
            Warn(finding);
        }

        reader = new StatusReader(sources, TimeProvider.System);
        known = new Lazy<IReadOnlyList<DomainName>>(reader.Domains);
        OpenWork("Looking at DKIM domains", MaxConcurrentBatches);
    }

    private protected override void Process()
    {
        foreach (var domain in Domain.Length == 0 ? ["*"] : Domain)
        {
            Try(() => Add(domain));
        }
    }

    private protected override void End()
    {
        Start();
        base.End();
    }

    private void Add(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            var domain = DomainName.Parse(text);
            named.Add(domain);
            Add(domain);
            return;
        }

        foreach (var domain in DomainsOf(text, known!.Value))
        {
            Cancellation.ThrowIfCancellationRequested();
            Add(domain);
        }
    }

    private void Add(DomainName domain)
    {
        pending.Add(domain);
        if (pending.Count == StatusReader.BatchSize)
        {
            Start();
        }
    }

    private void Start()
    {
        DomainName[] batch = [.. pending.Distinct()];
        pending.Clear();
        if (batch.Length > 0)
        {
            Work.Start(batch[0].Value, stopping => ShowAsync(batch, stopping));
        }
    }

    private async Task ShowAsync(DomainName[] batch, CancellationToken stopping)
    {
        foreach (var facts in await reader!.ReadAsync(batch, stopping).ConfigureAwait(false))
        {
            if (named.Contains(facts.Domain) && !facts.IsKnown)
            {
                Work.Fail(new NotFoundException(
                    FindingTable.DomainUnknown.With(("domain", facts.Domain), ("directory", Store.Location)), facts.Domain.Value));
                continue;
            }

            var status = StatusRow.Of(facts, OptionsFor(facts.Domain));
            if (Health is null || Health.Contains(status.Health))
            {
                Work.Emit(status);
            }
        }
    }

    private StatusDns OpenDns()
    {
        var isGiven = Server is not null;
        var queries = DnsQueries.Open(
            isGiven ? [.. Server!.Select(DnsServer.Parse).Distinct()] : ServersInTurn(),
            Timeout ?? Configuration.DnsTimeout,
            ThrottleLimit,
            trustPrivate: isGiven || Configuration.DnsServers.Count > 0,
            onlyTcp: false,
            Cancellation);
        WriteVerbose(queries.Description(Authoritative));
        var delegation = new DelegationTest(queries.Resolvers, isGiven, Authoritative ? queries.Zones : null);
        return new StatusDns(
            queries.Lookup(Authoritative, isGiven),
            new RecordDiagnosis(queries.Resolvers, queries.Zones, queries.EveryServer, OptionsFor, Store.SelectorsOf),
            async (domain, stopping) => Configuration.DelegationFor(domain) is { } aliases
                ? await delegation.OfAsync(aliases, aliases.Selectors, OptionsFor(domain), stopping).ConfigureAwait(false)
                : []);
    }
}
