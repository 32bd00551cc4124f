using System.Collections.Concurrent;

namespace OpteriusDkim.Dns.Zones;

/// <summary>A cache of zones. Each is discovered once, even if many names need it at the same time, and kept for some minutes.</summary>
internal sealed class ZoneDirectory
{
    /// <summary>How many names of one registered domain may search for their zone at once.</summary>
    private const int SearchesAtOnce = 4;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Entry> zones = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> apexes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> searches = new(StringComparer.Ordinal);
    private readonly Resolvers resolvers;
    private readonly ZoneDiscovery discovery;
    private readonly TimeProvider clock;
    private readonly CancellationToken lifetime;

    /// <param name="resolvers">The resolvers in order of preference.</param>
    /// <param name="lifetime">Cancels searches, which several callers may be waiting for.</param>
    public ZoneDirectory(
        IDnsClient client, IReadOnlyList<DnsServer> resolvers, TimeSpan timeout, TimeProvider clock, CancellationToken lifetime)
    {
        Servers = new UnresponsiveServers(client, timeout, clock);
        this.resolvers = new Resolvers(client, resolvers, timeout);
        discovery = new ZoneDiscovery(this.resolvers, Servers);
        this.clock = clock;
        this.lifetime = lifetime;
    }

    internal UnresponsiveServers Servers { get; }

    /// <summary>
    /// The closest cached zone above a name, else the one that a search finds. There may be a child zone in between, which its servers'
    /// answers show.
    /// </summary>
    /// <param name="name">The name, in lower case.</param>
    public async Task<Zone> HoldingAsync(string name, CancellationToken cancellation)
    {
        if (Known(name) is { } known)
        {
            return await known.WaitAsync(cancellation).ConfigureAwait(false);
        }

        var gate = searches.GetOrAdd(LastLabels(name), _ => new SemaphoreSlim(SearchesAtOnce));
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        Task<Zone> found;
        try
        {
            found = Known(name) ?? await SearchAsync(name, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }

        return await found.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The zone of this apex.</summary>
    public Task<Zone> AtAsync(string apex, CancellationToken cancellation) => Enter(apex).WaitAsync(cancellation);

    /// <summary>A server by its name, with its addresses.</summary>
    internal async Task<ZoneServer> ServerAsync(string name, CancellationToken cancellation) =>
        new(name, await resolvers.AddressesAsync(name, [], cancellation).ConfigureAwait(false));

    /// <summary>
    /// The apex of a child zone between a cached zone and a name, or null. One of the zone's servers is queried, once for all names of
    /// the same parent.
    /// </summary>
    internal async Task<string?> CutAsync(Zone zone, ZoneServer server, string name, CancellationToken cancellation)
    {
        var above = ZoneDiscovery.ParentOf(name);
        if (!apexes.TryGetValue(above, out var apex))
        {
            var reply = await Servers.AskAsync(server, name, DnsRecordType.Soa, cancellation).ConfigureAwait(false);
            apex = reply is { IsAnswer: true } ? ZoneDiscovery.ApexIn(reply, name) : null;
            if (apex is null && above.Length > zone.Apex.Length)
            {
                // The name is an alias, so it is in its parent's zone.
                reply = await Servers.AskAsync(server, above, DnsRecordType.Soa, cancellation).ConfigureAwait(false);
                apex = reply is { IsAnswer: true } ? ZoneDiscovery.ApexIn(reply, above) : null;
            }

            apexes[above] = apex ?? zone.Apex;
        }

        return apex is not null && apex != zone.Apex && zone.Holds(apex) && Zone.Contains(apex, name) ? apex : null;
    }

    private async Task<Task<Zone>> SearchAsync(string name, CancellationToken cancellation)
    {
        var (apex, problem) = await discovery.FindApexAsync(name, cancellation).ConfigureAwait(false);
        return apex is null ? Task.FromResult(new Zone(name) { Problem = problem }) : Enter(apex);
    }

    private Task<Zone> Enter(string apex)
    {
        var now = clock.GetUtcNow();
        return zones.AddOrUpdate(
            apex,
            _ => NewEntry(apex, now),
            (_, entry) => IsFresh(entry, now) ? entry : NewEntry(apex, now)).Found.Value;
    }

    private Entry NewEntry(string apex, DateTimeOffset now) =>
        new(new Lazy<Task<Zone>>(() => discovery.DiscoverAsync(apex, lifetime)), now);

    private Task<Zone>? Known(string name)
    {
        var now = clock.GetUtcNow();
        for (var at = name; at.Length > 0; at = ZoneDiscovery.ParentOf(at))
        {
            if (zones.TryGetValue(at, out var entry) && IsFresh(entry, now))
            {
                return entry.Found.Value;
            }
        }

        return null;
    }

    private static bool IsFresh(Entry entry, DateTimeOffset now)
    {
        var task = entry.Found.Value;
        var failed = task.IsFaulted || task.IsCanceled || (task.IsCompletedSuccessfully && task.Result.Problem is not null);
        return now - entry.Since < (failed ? FailureKept : Kept);
    }

    private static string LastLabels(string name)
    {
        var last = name.LastIndexOf('.');
        return last <= 0 ? name : name[(name.LastIndexOf('.', last - 1) + 1)..];
    }

    private sealed record Entry(Lazy<Task<Zone>> Found, DateTimeOffset Since);
}
