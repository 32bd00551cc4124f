namespace OpteriusDkim.Dns.Zones;

/// <summary>What all servers of all zones on the way say about one name, at one moment.</summary>
/// <param name="Name">The name.</param>
internal sealed record ZoneObservation(string Name)
{
    /// <summary>The zone that holds the name, then those of its aliases' targets.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>
    /// An answer for each server of the zone at the end of the aliases, and one for each earlier server that says
    /// something else than the alias.
    /// </summary>
    public IReadOnlyList<TxtAnswer> Answers { get; init; } = [];

    /// <summary>The longest time that an answer took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>How long after the last wrong answer a cache may hold it at the longest, where that answer was "no such name".</summary>
    internal TimeSpan LongestNoInCaches => CacheMargin.Over(LongestNo, SlowestAnswer);

    /// <summary>Why a zone's servers could not be asked.</summary>
    public IReadOnlyList<DkimFinding> Problems { get; init; } = [];

    /// <summary>The names of all servers that count.</summary>
    public IEnumerable<string> ServerNames => Zones.SelectMany(zone => zone.Servers).Select(server => server.Name).Distinct();

    /// <summary>
    /// How long a resolver may keep "no such name" at the longest, in seconds: negative TTLs, and those of NSEC in signed zones.
    /// </summary>
    public int LongestNo =>
        Zones.Select(zone => zone.LongestNo).Concat(Answers.Select(answer => answer.NegativeTtl ?? 0)).DefaultIfEmpty().Max();

    /// <summary>The longest TTL of the records seen, in seconds; nothing where none were.</summary>
    public int? LongestTtl => Answers.Max(answer => answer.Ttl);
}
