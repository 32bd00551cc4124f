namespace OpteriusDkim.Dns.Zones;

/// <summary>A name server of a zone. One address that answers is enough.</summary>
/// <param name="Addresses">Its addresses; empty if none was found.</param>
internal sealed record ZoneServer(string Name, IReadOnlyList<DnsServer> Addresses)
{
    /// <summary>Whether the zone's own NS records name it.</summary>
    public bool InZone { get; init; }

    /// <summary>Whether the parent's NS records name it: resolvers follow those.</summary>
    public bool InParent { get; init; }

    /// <summary>The zone's serial number on this server; null if unknown.</summary>
    public uint? Serial { get; init; }
}
