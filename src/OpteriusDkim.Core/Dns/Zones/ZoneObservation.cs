namespace OpteriusDkim.Dns.Zones;

/// <summary>Servers' answers for one name.</summary>
/// <param name="Answers">
/// An answer from each queried server. Of authoritative servers: those of the final target's zone, and those of earlier zones whose
/// answer isn't the alias.
/// </param>
internal sealed record ZoneObservation(IReadOnlyList<DkimDnsAnswer> Answers)
{
    /// <summary>The zone of the name, then those of its aliases' targets; empty if resolvers were queried.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>The slowest response time.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>Why a zone's servers could not be queried.</summary>
    public IReadOnlyList<DkimFinding> Problems { get; init; } = [];

    /// <summary>The answers of servers that this host has a route to; all answers if there is no such server.</summary>
    public IEnumerable<DkimDnsAnswer> Reachable =>
        Answers.All(answer => answer.Reply.NoRoute) ? Answers : Answers.Where(answer => !answer.Reply.NoRoute);

    /// <summary>How long after a record's creation a cache may hold a negative answer.</summary>
    public TimeSpan LongestNegativeCaching => CacheMargin.Over(LongestNegativeTtl, SlowestAnswer);

    /// <summary>
    /// How long a resolver may cache a negative answer, in seconds: the longest negative TTL, or TTL of NSEC records in signed zones.
    /// </summary>
    public int LongestNegativeTtl =>
        Zones.Select(zone => zone.LongestNegativeTtl).Concat(Answers.Select(answer => answer.NegativeTtl ?? 0)).DefaultIfEmpty().Max();

    /// <summary>The longest TTL of the records seen, in seconds; null if there were none.</summary>
    public int? LongestTtl => Answers.Max(answer => answer.Ttl);
}
