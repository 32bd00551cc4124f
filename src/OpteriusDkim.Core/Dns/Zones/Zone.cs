namespace OpteriusDkim.Dns.Zones;

/// <summary>A zone's servers, and how long its answers may be cached.</summary>
internal sealed record Zone(string Apex)
{
    /// <summary>All its servers: those of its own NS records and those of the parent's.</summary>
    public IReadOnlyList<ZoneServer> Servers { get; init; } = [];

    /// <summary>The longest negative TTL of all servers, in seconds: min(SOA TTL, minimum) (RFC 2308 5).</summary>
    public int NegativeTtl { get; init; }

    /// <summary>
    /// The TTL of a signed zone's NSEC or NSEC3 records, in seconds: resolvers may synthesize negative answers from them (RFC 8198).
    /// Null if the zone isn't signed.
    /// </summary>
    public int? NsecTtl { get; init; }

    /// <summary>The longest TTL of its NS records, here or in the parent, in seconds: how long resolvers may query old servers.</summary>
    public int NsTtl { get; init; }

    /// <summary>The primary server in the SOA, which may be hidden; empty if unknown.</summary>
    public string Primary { get; init; } = "";

    /// <summary>Why the zone's servers aren't known, or null.</summary>
    public DkimFinding? Problem { get; init; }

    /// <summary>How long a resolver may answer that a new name doesn't exist, in seconds from its creation.</summary>
    public int LongestNegativeTtl => Math.Max(NegativeTtl, NsecTtl ?? 0);

    /// <summary>Whether a name is in the zone or below it.</summary>
    /// <param name="name">The name, in lower case.</param>
    public bool Holds(string name) => Contains(Apex, name);

    /// <summary>Whether a name is an apex, which is empty for the root, or below it.</summary>
    internal static bool Contains(string apex, string name) =>
        apex.Length == 0 || name == apex || name.EndsWith("." + apex, StringComparison.Ordinal);
}
