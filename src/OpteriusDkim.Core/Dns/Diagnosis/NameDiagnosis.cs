using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Looks for a missing record at other names.</summary>
internal sealed class NameDiagnosis(Resolvers resolvers, StoredKey key, Remedy remedy)
{
    private readonly string name = key.RecordName.Value;

    /// <summary>Finds names at which this key, or another key of the domain, is published.</summary>
    /// <param name="selectors">The selectors for which the domain has stored keys.</param>
    public async Task<IReadOnlyList<DkimFinding>> OfAsync(IReadOnlyList<Selector> selectors, CancellationToken cancellation)
    {
        var zones = Above(key.Domain.Value).Prepend(key.Domain.Value).ToArray();
        var doubled = zones.Select(zone => $"{name}.{zone}").ToArray();
        var others = selectors.Where(selector => selector != key.Selector)
            .ToDictionary(selector => $"{selector}._domainkey.{key.Domain}", selector => selector);
        var places = doubled.Concat(others.Keys).Concat(Elsewhere()).Where(place => place.Length <= DnsLabel.LongestName)
            .Distinct().ToArray();
        var replies = await Task.WhenAll(places.Select(place => resolvers.AskInTurnAsync(place, DnsRecordType.Txt, cancellation)))
            .ConfigureAwait(false);
        var found = new List<DkimFinding>();
        var published = new List<Selector>();
        foreach (var (place, reply) in places.Zip(replies).Where(pair => pair.Second.Outcome == DnsOutcome.Found))
        {
            if (reply.RecordsAt(AliasChain.In(reply).End).Any(IsThisKey))
            {
                found.Add(
                    remedy.For(doubled.Contains(place) ? FindingTable.NameDoubled : FindingTable.PublishedElsewhere, ("found", place)));
            }
            else if (others.TryGetValue(place, out var selector))
            {
                published.Add(selector);
            }
        }

        if (published.Count > 0)
        {
            found.Add(remedy.For(FindingTable.OtherSelectorPublished, ("selectors", string.Join(", ", published))));
        }

        return found;
    }

    /// <summary>Names that a record is often created at by mistake: a label is missing or misspelt, or the zone is a parent.</summary>
    private IEnumerable<string> Elsewhere() =>
    [
        $"{key.Selector}.{key.Domain}",
        $"_domainkey.{key.Domain}",
        $"{key.Selector}.domainkey.{key.Domain}",
        $"{key.Selector}._domainkeys.{key.Domain}",
        $"{key.Selector}._domain.{key.Domain}",
        $"default._domainkey.{key.Domain}",
        key.Domain.Value,
        .. Above(key.Domain.Value).Select(above => $"{key.Selector}._domainkey.{above}"),
    ];

    /// <summary>A domain's parents that have at least two labels.</summary>
    private static IEnumerable<string> Above(string domain)
    {
        for (var at = ZoneDiscovery.ParentOf(domain); at.Contains('.', StringComparison.Ordinal); at = ZoneDiscovery.ParentOf(at))
        {
            yield return at;
        }
    }

    private bool IsThisKey(DnsResource record) => key.PublicKey.Equals(KeyRecordReader.Read(string.Concat(record.Strings)).Key);
}
