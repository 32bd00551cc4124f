namespace OpteriusDkim.Dns.Zones;

/// <summary>What some servers say about one name, at one moment.</summary>
/// <param name="Answers">
/// An answer for each server that was asked. Of authoritative servers: one for each server of the zone at the end of the aliases, and
/// one for each earlier server that says something else than the alias.
/// </param>
internal sealed record ZoneObservation(IReadOnlyList<DkimDnsAnswer> Answers)
{
    /// <summary>The zone that holds the name, then those of its aliases' targets; empty where resolvers were asked.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>The longest time that an answer took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>Why a zone's servers could not be asked.</summary>
    public IReadOnlyList<DkimFinding> Problems { get; init; } = [];

    /// <summary>The answers without those of servers that this host has no route to, where another could be asked.</summary>
    public IEnumerable<DkimDnsAnswer> Reachable =>
        Answers.All(answer => answer.Reply.NoRoute) ? Answers : Answers.Where(answer => !answer.Reply.NoRoute);

    /// <summary>How long after a record's creation a cache may hold a negative answer.</summary>
    public TimeSpan LongestNegativeCaching => CacheMargin.Over(LongestNegativeTtl, SlowestAnswer);

    /// <summary>
    /// How long a resolver may cache a negative answer, in seconds: the longest of the negative TTLs, and of those of NSEC in signed
    /// zones.
    /// </summary>
    public int LongestNegativeTtl =>
        Zones.Select(zone => zone.LongestNegativeTtl).Concat(Answers.Select(answer => answer.NegativeTtl ?? 0)).DefaultIfEmpty().Max();

    /// <summary>The longest TTL of the records seen, in seconds; null where none were.</summary>
    public int? LongestTtl => Answers.Max(answer => answer.Ttl);
}
