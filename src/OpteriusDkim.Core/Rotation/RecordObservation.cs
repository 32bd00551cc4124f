namespace OpteriusDkim.Rotation;

/// <summary>What all servers of a record's zones have of it at one time, one answer per server.</summary>
internal sealed record RecordObservation(IReadOnlyList<ServerObservation> Servers)
{
    /// <summary>How long a resolver may cache a negative answer, in seconds: negative TTLs, and those of NSEC in signed zones.</summary>
    public int LongestNegativeTtl { get; init; }

    /// <summary>The longest TTL of what was seen at the name, in seconds; 0 for nothing.</summary>
    public int LongestTtl { get; init; }

    /// <summary>How long resolvers may ask the old servers after the zone moves, in seconds.</summary>
    public int NsTtl { get; init; }

    /// <summary>The longest time that an answer took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>The name that holds the record, where the record's own name is an alias; else null.</summary>
    public string? Target { get; init; }

    /// <summary>What is wrong with the CNAME of a delegated selector; empty where it leads to our zone, or isn't delegated.</summary>
    public IReadOnlyList<DkimFinding> AliasFaults { get; init; } = [];

    /// <summary>The longest TTL of what is at the name where its CNAME is wrong, in seconds, at least 1; else 0.</summary>
    public int AliasTtl { get; init; }

    /// <summary>
    /// The servers of the owner's zone and of ours, for a delegated selector; else empty, since there is one answer for each server.
    /// </summary>
    public IReadOnlyList<string> ServersOfBothZones { get; init; } = [];

    /// <summary>Whether a wildcard answers for any name.</summary>
    public bool Wildcard { get; init; }

    /// <summary>What else was found, for example servers without an address.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];
}
