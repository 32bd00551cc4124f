namespace OpteriusDkim.Rotation;

/// <summary>What all servers of a record's zones say about it at one moment.</summary>
/// <param name="Servers">The answers; one a server.</param>
internal sealed record RecordObservation(IReadOnlyList<ServerObservation> Servers)
{
    /// <summary>How long a resolver may keep "no", in seconds: negative TTLs, and those of NSEC in signed zones.</summary>
    public int LongestNo { get; init; }

    /// <summary>The longest TTL of what was seen at the name, in seconds; 0 for nothing.</summary>
    public int LongestTtl { get; init; }

    /// <summary>How long the zone's old servers may be asked after a move, in seconds.</summary>
    public int NsTtl { get; init; }

    /// <summary>The longest time that an answer took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>The name that holds the record, where the record's own name is an alias; else null.</summary>
    public string? Target { get; init; }

    /// <summary>Whether every name beside the record's has something too.</summary>
    public bool Wildcard { get; init; }

    /// <summary>What else is worth telling, such as servers that could not be found.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];
}
