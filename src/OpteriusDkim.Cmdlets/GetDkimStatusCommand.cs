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
    private int finished;
    private int total;
    private bool isComplete = true;
    private StatusReader? reader;
    private PublicIndex? written;
    private Lazy<IReadOnlyList<DomainName>>? known;

    private protected override void Begin()
    {
        var host = OpenHost();
        reader = new StatusReader(host, NoDns ? null : OpenDns(), TimeProvider.System);
        known = new Lazy<IReadOnlyList<DomainName>>(() => List(host));
        OpenWork("Checking DKIM domains", MaxConcurrentBatches);
        Work.Items = () => (Volatile.Read(ref finished), total);
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
        if (written is not null && known!.IsValueCreated && isComplete)
        {
            TryWrite(index => index.Prune(known.Value.Select(domain => domain.Value).ToHashSet(StringComparer.Ordinal)));
        }
    }

    private IHostFacts OpenHost()
    {
        var origin = new StatusOrigin(Configuration, Store, Ed25519) { SignerTimeout = Timeout };
        if (KeyDirectory is null && origin.Index() is { } index)
        {
            WriteVerbose($"Reading keys, signers and rotations from {index.Folder}.");
            return new IndexedFacts(index, Configuration.RotationSettings);
        }

        // What parameters choose isn't what others have to see.
        written = FileOwner.CallerIsRoot && KeyDirectory is null && Signer is null ? new PublicIndex(Configuration.StateDirectory) : null;
        var sources = origin.Sources();
        if (sources.History.Unread is { } finding)
        {
            Warn(finding);
        }

        return new HostFacts(sources);
    }

    /// <summary>The known domains, with a warning for each reason why there may be more.</summary>
    private IReadOnlyList<DomainName> List(IHostFacts host)
    {
        foreach (var finding in host.UnreadTables)
        {
            isComplete = false;
            Warn(finding);
        }

        return reader!.Domains();
    }

    private void Add(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            var domain = DomainName.Parse(text);
            named.Add(domain);
            total++;
            Add(domain);
            return;
        }

        DomainName[] matching = [.. DomainsOf(text, known!.Value)];
        total += matching.Length;
        foreach (var domain in matching)
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
            // The set may change while the batch is read.
            var exact = batch.Where(named.Contains).ToHashSet();
            Work.Start(batch[0].Value, stopping => ShowAsync(batch, exact, stopping));
        }
    }

    private async Task ShowAsync(DomainName[] batch, HashSet<DomainName> exact, CancellationToken stopping)
    {
        var read = await reader!.ReadAsync(batch, stopping).ConfigureAwait(false);
        Interlocked.Add(ref finished, batch.Length);
        TryWrite(index => index.Write(read.Where(facts => facts.IsKnown)));
        foreach (var facts in read)
        {
            if (exact.Contains(facts.Domain) && !facts.IsKnown)
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

    /// <summary>Writes to the public index if this run maintains it. After a failure it warns once and stops writing.</summary>
    private void TryWrite(Action<PublicIndex> write)
    {
        if (written is not { } index)
        {
            return;
        }

        try
        {
            write(index);
        }
        catch (DkimException exception)
        {
            written = null;
            Work.Warn(exception.Finding);
        }
    }

    /// <summary>The selectors of a domain's keys; none for a user who may not list them.</summary>
    private IReadOnlyList<Selector> SelectorsOf(DomainName domain)
    {
        try
        {
            return Store.SelectorsOf(domain);
        }
        catch (InaccessibleException)
        {
            return [];
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
            new RecordDiagnosis(queries.Resolvers, queries.Zones, queries.EveryServer, OptionsFor, SelectorsOf),
            async (domain, stopping) => Configuration.DelegationFor(domain) is { } aliases
                ? await delegation.OfAsync(aliases, aliases.Selectors, OptionsFor(domain), stopping).ConfigureAwait(false)
                : []);
    }
}
