using System.Collections.Concurrent;
using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Reads names in the zones of a DNS service, and finds what prevents a change there.</summary>
internal sealed class ServiceNames(IDnsService service)
{
    // Domains that share a zone look it up once.
    private readonly ConcurrentDictionary<string, ServiceZone> zones = new(StringComparer.Ordinal);

    /// <summary>The zone of a name; null if the service has none.</summary>
    public async Task<ServiceZone?> ZoneOfAsync(string name, CancellationToken cancellation)
    {
        if (zones.TryGetValue(name, out var known))
        {
            return known;
        }

        var zone = await service.FindZoneAsync(name, cancellation).ConfigureAwait(false);
        return zone is null ? null : zones.GetOrAdd(name, zone);
    }

    /// <summary>The TXT records at a name.</summary>
    public async Task<IReadOnlyList<ServiceRecord>> TxtAtAsync(ServiceZone zone, string name, CancellationToken cancellation) =>
        [.. (await service.ReadAsync(zone, name, cancellation).ConfigureAwait(false)).Where(present => present.IsTxt)];

    /// <summary>The content of a name, at the end of its aliases.</summary>
    /// <param name="record">The record's name.</param>
    /// <param name="start">The name to begin with: the record's, or the target of an alias elsewhere.</param>
    /// <returns>The content; null if the service has no zone of the first name.</returns>
    public async Task<NameContent?> ObserveAsync(RecordName record, string start, CancellationToken cancellation)
    {
        var name = start;
        for (var aliases = 0; aliases <= AliasChain.Longest; aliases++)
        {
            if (await ZoneOfAsync(name, cancellation).ConfigureAwait(false) is not { } zone)
            {
                return aliases == 0 ? null : Outside(record, name);
            }

            if (await DelegationAboveAsync(zone, name, cancellation).ConfigureAwait(false) is { } delegation)
            {
                return Blocked(delegation);
            }

            var present = await service.ReadAsync(zone, name, cancellation).ConfigureAwait(false);
            if (present.FirstOrDefault(each => each is { Type: "CNAME", IsDisabled: false }) is not { } alias)
            {
                return ContentOf(record, zone, name, present);
            }

            name = alias.Target;
        }

        return Outside(record, name);
    }

    /// <summary>The content of a name whose alias leads to a zone that the service doesn't have.</summary>
    public static NameContent Outside(RecordName record, string target) =>
        Blocked(FindingTable.NameIsAlias.With(("name", record), ("target", PrintableText.Clean(target))));

    private NameContent ContentOf(RecordName record, ServiceZone zone, string name, IReadOnlyList<ServiceRecord> present)
    {
        if (name != zone.Name && present.Any(each => each.Type == "NS"))
        {
            return Blocked(Delegated(name, name));
        }

        return new NameContent([.. present.Where(each => each.IsTxt).Select(txt => txt.Strings)])
        {
            Zone = zone.Name,
            Target = name == record.Value ? null : name,
            Obstacle = present.Any(each => each is { IsTxt: true, IsDisabled: true })
                ? FindingTable.ServiceRecordDisabled.With(("service", service.Name), ("name", name))
                : null,
            IsHidden = present.Any(each => each is { IsTxt: true, IsDisabled: true }),
        };
    }

    /// <summary>Why a record at a name wouldn't be served: a name above it has NS or DNAME records.</summary>
    private async Task<DkimFinding?> DelegationAboveAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        foreach (var above in zone.NamesAbove(name))
        {
            var present = await service.ReadAsync(zone, above, cancellation).ConfigureAwait(false);
            if (present.Any(each => each.Type is "NS" or "DNAME"))
            {
                return Delegated(name, above);
            }
        }

        return null;
    }

    private DkimFinding Delegated(string name, string at) =>
        FindingTable.ServiceNameDelegated.With(("service", service.Name), ("name", name), ("delegation", at));

    private static NameContent Blocked(DkimFinding obstacle) => new([]) { Obstacle = obstacle, IsHidden = true };
}
