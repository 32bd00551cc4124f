using System.Globalization;

namespace OpteriusDkim;

/// <summary>What a cmdlet asks DNS with: resolvers, and every server of a zone, at a pace that they keep up with.</summary>
internal sealed class DnsQueries
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    private DnsQueries(IReadOnlyList<DnsServer> servers, TimeSpan timeout, Resolvers resolvers, ZoneDirectory zones) =>
        (Servers, Timeout, Resolvers, Zones) = (servers, timeout, resolvers, zones);

    /// <summary>The servers of -Server, else the configured ones, else the system's.</summary>
    public IReadOnlyList<DnsServer> Servers { get; }

    /// <summary>The timeout of a query.</summary>
    public TimeSpan Timeout { get; }

    public Resolvers Resolvers { get; }

    public ZoneDirectory Zones { get; }

    public required AuthoritativeLookup EveryServer { get; init; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="timeout">The timeout of a query.</param>
    /// <param name="limit">The maximum number of queries in flight to one server.</param>
    /// <param name="trustPrivate">Whether servers with private addresses count.</param>
    /// <param name="onlyTcp">Whether to use TCP only.</param>
    /// <param name="cancellation">Ends background queries.</param>
    /// <exception cref="InvalidInputException">The timeout is too long.</exception>
    public static DnsQueries Open(
        IReadOnlyList<DnsServer> servers, TimeSpan timeout, int limit, bool trustPrivate, bool onlyTcp, CancellationToken cancellation)
    {
        if (timeout > LongestTimeout)
        {
            throw new InvalidInputException(
                FindingTable.InvalidDuration.With(
                    ("input", timeout), ("problem", $"the longest timeout of one query is {LongestTimeout}")), timeout);
        }

        var client = Composition.DnsClient();
        var windows = new QueryWindows(limit);
        var zones = new ZoneDirectory(windows.Pace(client), servers, timeout, TimeProvider.System, cancellation);
        return new DnsQueries(
            servers, timeout, new Resolvers(windows.Pace(new AliasFollowingClient(client, onlyTcp)), servers, timeout), zones)
        {
            EveryServer = new AuthoritativeLookup(zones, trustPrivate, onlyTcp),
        };
    }

    /// <summary>The lookup that fits -Authoritative and -Server.</summary>
    public IRecordLookup Lookup(bool authoritative, bool each) => authoritative ? EveryServer : new ResolverLookup(Resolvers, each);

    /// <summary>A line for -Verbose.</summary>
    public string Description(bool authoritative) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(authoritative ? "Beginning with" : "Asking")} {string.Join(", ", Servers)}, {Timeout.TotalSeconds:0.###} s for each query.");
}
