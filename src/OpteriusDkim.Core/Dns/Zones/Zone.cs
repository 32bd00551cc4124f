namespace OpteriusDkim.Dns.Zones;

/// <summary>A zone as it was found: its servers, and how long its answers may be cached.</summary>
internal sealed record Zone(string Apex)
{
    /// <summary>All its servers: those that it names itself, and those that its parent names, where that answers.</summary>
    public IReadOnlyList<ZoneServer> Servers { get; init; } = [];

    /// <summary>The longest negative TTL of all servers, in seconds: min(SOA TTL, minimum) (RFC 2308 5).</summary>
    public int NegativeTtl { get; init; }

    /// <summary>
    /// In a signed zone the TTL of its NSEC or NSEC3 records, in seconds, from which a resolver may give a negative answer
    /// by itself (RFC 8198); null in one that isn't signed.
    /// </summary>
    public int? NsecTtl { get; init; }

    /// <summary>The longest TTL of its NS records, here or in the parent, in seconds: how long old servers may be asked.</summary>
    public int NsTtl { get; init; }

    /// <summary>The primary server that the SOA names, which need not be among the servers; empty where unknown.</summary>
    public string Primary { get; init; } = "";

    /// <summary>Why the zone's servers aren't known, or null.</summary>
    public DkimFinding? Problem { get; init; }

    /// <summary>How long a resolver may answer that a new name doesn't exist, in seconds from its creation.</summary>
    public int LongestNegativeTtl => Math.Max(NegativeTtl, NsecTtl ?? 0);

    /// <summary>Whether a name lies in or below it.</summary>
    /// <param name="name">The name, in lower case.</param>
    public bool Holds(string name) => Contains(Apex, name);

    /// <summary>Whether a name is another or lies below it.</summary>
    /// <param name="apex">The one; empty for the root.</param>
    /// <param name="name">The other.</param>
    internal static bool Contains(string apex, string name) =>
        apex.Length == 0 || name == apex || name.EndsWith("." + apex, StringComparison.Ordinal);
}
