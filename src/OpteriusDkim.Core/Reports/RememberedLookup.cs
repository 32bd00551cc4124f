using System.Collections.Concurrent;
using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>Looks each record up once: the record of a key is needed for the key itself and for each signature with it.</summary>
internal sealed class RememberedLookup(IRecordLookup lookup) : IRecordLookup
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ZoneObservation>>> found = new(StringComparer.Ordinal);

    public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) =>
        found.GetOrAdd(name.Value, _ => new Lazy<Task<ZoneObservation>>(() => lookup.ObserveAsync(name, cancellation))).Value;
}
