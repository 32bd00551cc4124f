namespace OpteriusDkim.Dns;

/// <summary>Lists the DNS servers that this system uses.</summary>
internal interface ISystemResolvers
{
    /// <summary>The servers in the system's order; may be empty.</summary>
    IReadOnlyList<DnsServer> Servers();
}
