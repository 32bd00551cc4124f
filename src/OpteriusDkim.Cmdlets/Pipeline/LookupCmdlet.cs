using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of cmdlets that query DNS: servers, timeout and throttle limit.</summary>
public abstract class LookupCmdlet : NamedKeyCmdlet
{
    /// <summary>DNS servers to query, as ADDRESS or ADDRESS:PORT; with -Authoritative the resolvers to start with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[]? Server { get; set; }

    /// <summary>Queries every server of the zone, bypassing caches.</summary>
    [Parameter]
    public SwitchParameter Authoritative { get; set; }

    /// <summary>The timeout of a query, as a time span or in seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The maximum number of concurrent lookups. Fewer run at first, and while a server loses queries.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 256;

    private protected abstract string Activity { get; }

    private protected virtual bool OnlyTcp => false;

    private protected IReadOnlyList<DnsServer> Servers { get; private set; } = [];

    private protected TimeSpan QueryTimeout { get; private set; }

    private protected Resolvers Resolvers { get; private set; } = null!;

    private protected ZoneDirectory Zones { get; private set; } = null!;

    private protected AuthoritativeLookup EveryServer { get; private set; } = null!;

    private protected IRecordLookup Lookup { get; private set; } = null!;

    private protected virtual int MaxConcurrentJobs => ThrottleLimit;

    private protected override void Begin()
    {
        var queries = DnsQueries.Open(
            Server is not null ? [.. Server.Select(DnsServer.Parse).Distinct()] : ServersInTurn(),
            Timeout ?? Configuration.DnsTimeout,
            ThrottleLimit,
            trustPrivate: Server is not null || Configuration.DnsServers.Count > 0,
            OnlyTcp,
            Cancellation);
        (Servers, QueryTimeout, Resolvers) = (queries.Servers, queries.Timeout, queries.Resolvers);
        (Zones, EveryServer) = (queries.Zones, queries.EveryServer);
        Lookup = queries.Lookup(Authoritative, each: Server is not null);
        WriteVerbose(queries.Description(Authoritative));
        OpenWork(Activity, MaxConcurrentJobs);
    }
}
