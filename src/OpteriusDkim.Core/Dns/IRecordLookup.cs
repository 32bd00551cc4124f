using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Looks a key's record up: on resolvers, or on every server of its zone, past all caches.</summary>
internal interface IRecordLookup
{
    /// <summary>Asks the servers.</summary>
    /// <returns>What was seen; what could not be asked is in it too.</returns>
    Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation);
}
