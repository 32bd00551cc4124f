using System.Net;
using DnsClient;

namespace OpteriusDkim;

/// <summary>The system's resolvers as DnsClient finds them; it asks them nothing.</summary>
public sealed class SystemResolvers : ISystemResolvers
{
    /// <inheritdoc/>
    public IReadOnlyList<DnsServer> Servers() =>
    [
        .. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)
            .Select(server => new DnsServer(IPAddress.Parse(server.Address), server.Port))
            .Distinct(),
    ];
}
