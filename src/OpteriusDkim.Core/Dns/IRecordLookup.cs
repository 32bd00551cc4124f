using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Looks up a key's record: on resolvers, or on all authoritative servers of its zone.</summary>
internal interface IRecordLookup
{
    /// <summary>Asks the servers.</summary>
    /// <returns>The answers, and the problems of servers that could not be queried.</returns>
    Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation);
}
