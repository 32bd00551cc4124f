namespace OpteriusDkim.Dns.Zones;

/// <summary>A name server of a zone. It counts by its name: one address that answers is enough.</summary>
/// <param name="Addresses">Its addresses; empty where its name has none.</param>
internal sealed record ZoneServer(string Name, IReadOnlyList<DnsServer> Addresses)
{
    /// <summary>Whether the zone itself names it.</summary>
    public bool InZone { get; init; }

    /// <summary>Whether the parent zone names it: resolvers are sent there, whatever the zone itself says.</summary>
    public bool InParent { get; init; }

    /// <summary>The serial number of the zone as this server has it; null where it didn't say.</summary>
    public uint? Serial { get; init; }
}
