namespace OpteriusDkim.Dns;

/// <summary>Knows which DNS servers this system asks.</summary>
internal interface ISystemResolvers
{
    /// <summary>The servers in the system's order; none where it has none.</summary>
    IReadOnlyList<DnsServer> Servers();
}
