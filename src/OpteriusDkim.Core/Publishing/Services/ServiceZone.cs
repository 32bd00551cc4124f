namespace OpteriusDkim.Publishing.Services;

/// <summary>A zone of a DNS service.</summary>
/// <param name="Name">Its name in lower case, without a final dot.</param>
/// <param name="Id">The id that the service has for it.</param>
internal sealed record ServiceZone(string Name, string Id)
{
    /// <summary>The smallest TTL in this zone, in seconds; null if the service's own applies.</summary>
    public int? LeastTtl { get; init; }

    /// <summary>A name in this zone without the zone's name.</summary>
    /// <param name="apex">The word for the zone's own name.</param>
    public string RelativeName(string name, string apex) => name == Name ? apex : name[..^(Name.Length + 1)];

    /// <summary>The names between a name and this zone's own, the nearest first.</summary>
    public IEnumerable<string> NamesAbove(string name) =>
        NamesFrom(name).Skip(1).TakeWhile(above => above.Length > Name.Length);

    /// <summary>A name and the names above it, the longest first.</summary>
    public static IEnumerable<string> NamesFrom(string name)
    {
        for (var at = 0; at < name.Length;)
        {
            yield return name[at..];
            var dot = name.IndexOf('.', at);
            at = dot < 0 ? name.Length : dot + 1;
        }
    }

    /// <summary>The same without the names that have an underscore or only one label.</summary>
    public static IEnumerable<string> HostNamesFrom(string name) => NamesFrom(name).Where(candidate =>
        candidate.Contains('.', StringComparison.Ordinal) && !candidate.Contains('_', StringComparison.Ordinal));
}
