using OpteriusDkim.Dns.Zones;

namespace OpteriusDkim.Dns;

/// <summary>Whom to ask about a name: each of some servers, the first that answers, or every server of its zone.</summary>
internal sealed class RecordLookup
{
    private readonly Func<string, CancellationToken, Task<ZoneObservation>> look;

    private RecordLookup(Func<string, CancellationToken, Task<ZoneObservation>> look) => this.look = look;

    /// <summary>Asks each of the servers given.</summary>
    /// <param name="resolver">Asks.</param>
    /// <param name="timeout">The time for one query.</param>
    /// <param name="servers">The servers.</param>
    public static RecordLookup AskingEach(ITxtResolver resolver, TimeSpan timeout, IReadOnlyList<DnsServer> servers) =>
        new(async (name, cancellation) => new ZoneObservation(name)
        {
            Answers = await Task.WhenAll(
                servers.Select(server => resolver.QueryAsync(name, server, timeout, cancellation))).ConfigureAwait(false),
        });

    /// <summary>Asks as the system's own resolver does: the next server only where one gives no answer.</summary>
    /// <param name="resolver">Asks.</param>
    /// <param name="timeout">The time for one query.</param>
    /// <param name="servers">The servers, the preferred one first.</param>
    public static RecordLookup AskingInTurn(ITxtResolver resolver, TimeSpan timeout, IReadOnlyList<DnsServer> servers) =>
        new(async (name, cancellation) =>
        {
            TxtAnswer? last = null;
            foreach (var server in servers)
            {
                last = await resolver.QueryAsync(name, server, timeout, cancellation).ConfigureAwait(false);
                if (last.Answered)
                {
                    break;
                }
            }

            return new ZoneObservation(name) { Answers = [last ?? throw new InvalidOperationException("No DNS server was given.")] };
        });

    /// <summary>Asks every authoritative server, past all caches.</summary>
    /// <param name="observer">Asks.</param>
    public static RecordLookup AskingZones(IZoneObserver observer) => new(observer.ObserveAsync);

    /// <summary>Asks.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public Task<ZoneObservation> ObserveAsync(string name, CancellationToken cancellation) => look(name, cancellation);
}
