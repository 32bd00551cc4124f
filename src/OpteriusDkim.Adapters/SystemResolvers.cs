using System.Net;
using System.Net.NetworkInformation;
using DnsClient;

namespace OpteriusDkim;

/// <summary>Finds the system's resolvers with DnsClient, without queries.</summary>
internal sealed class SystemResolvers : ISystemResolvers
{
    public IReadOnlyList<DnsServer> Servers()
    {
        DnsServer[] found =
        [
            .. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)
                .Select(server => new DnsServer(IPAddress.Parse(server.Address), server.Port))
                .Distinct(),
        ];
        return found.Length > 0 ? found : OfAnyInterface();
    }

    /// <summary>DnsClient skips loopback and interfaces that are down. Every interface has the servers of /etc/resolv.conf.</summary>
    private static DnsServer[] OfAnyInterface() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().DnsAddresses)
            .Select(address => new DnsServer(address, DnsServer.StandardPort))
            .Distinct(),
    ];
}
