using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What the cmdlets that ask DNS share: whom to ask, how long, and how much at once.</summary>
public abstract class LookupCmdlet : NamedKeyCmdlet
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>DNS servers to ask, each of them, as ADDRESS or ADDRESS:PORT; with -Authoritative the resolvers to begin with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[]? Server { get; set; }

    /// <summary>Asks every server of the zone, past all caches.</summary>
    [Parameter]
    public SwitchParameter Authoritative { get; set; }

    /// <summary>How long one query may take; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Lookups under way at once, at most. There are fewer at first, and while a server loses questions.</summary>
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

    private protected virtual int JobsAtOnce => ThrottleLimit;

    private protected override void Begin()
    {
        QueryTimeout = Timeout ?? Configuration.DnsTimeout;
        if (QueryTimeout > LongestTimeout)
        {
            throw new InvalidInputException(
                FindingTable.InvalidDuration.With(
                    ("input", QueryTimeout), ("problem", $"the longest timeout of one query is {LongestTimeout}")), QueryTimeout);
        }

        Servers = Server is not null ? [.. Server.Select(DnsServer.Parse).Distinct()] : ServersInTurn();
        var client = Composition.DnsClient();
        var windows = new QueryWindows(ThrottleLimit);
        Resolvers = new Resolvers(windows.Pace(new AliasFollowingClient(client, OnlyTcp)), Servers, QueryTimeout);
        Zones = new ZoneDirectory(windows.Pace(client), Servers, QueryTimeout, TimeProvider.System, Cancellation);
        EveryServer = new AuthoritativeLookup(Zones, trustPrivate: Server is not null || Configuration.DnsServers.Count > 0, OnlyTcp);
        Lookup = Authoritative ? EveryServer : new ResolverLookup(Resolvers, each: Server is not null);
        WriteVerbose(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Authoritative ? "Beginning with" : "Asking")} {string.Join(", ", Servers)}, "
            + $"{QueryTimeout.TotalSeconds:0.###} s for each query."));
        OpenWork(Activity, JobsAtOnce);
    }
}
