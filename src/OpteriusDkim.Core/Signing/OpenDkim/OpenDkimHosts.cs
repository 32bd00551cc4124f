using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A data set of hosts (InternalHosts, PeerList), matched as dkimf_checkhost and dkimf_checkip in util.c do.</summary>
internal sealed class OpenDkimHosts(OpenDkimList list)
{
    /// <summary>The default of InternalHosts.</summary>
    public const string DefaultInternal = "127.0.0.1";

    private const string LocalName = "localhost";

    /// <summary>Whether it contains this host: mail without a client address (127.0.0.1 is used) or with the name localhost.</summary>
    public bool IncludeLocal => Include(LocalName, IPAddress.Loopback);

    /// <summary>Whether it contains a client, by name or address.</summary>
    /// <param name="name">The client's name; null if it has none.</param>
    public bool Include(string? name, IPAddress address) => (name is not null && IncludesName(name)) || Includes(address);

    /// <summary>Whether it contains a name, or a parent domain written with a leading dot.</summary>
    public bool IncludesName(string name)
    {
        for (var at = 0; at >= 0 && name.Length > 0; at = name.IndexOf('.', at + 1))
        {
            if (Match(name[at..]) is { } answer)
            {
                return answer;
            }
        }

        return false;
    }

    /// <summary>Whether it contains an address or a network that includes it.</summary>
    public bool Includes(IPAddress address)
    {
        // util.c doesn't terminate the text of an IPv4 address in brackets, so it never matches.
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        if ((Match(address.ToString()) ?? (isIPv6 ? Match($"[{address}]") : null)) is { } own)
        {
            return own;
        }

        var bytes = address.GetAddressBytes();
        for (var bits = bytes.Length * 8; bits >= 0; bits--)
        {
            var network = Masked(bytes, bits);
            if ((Match($"{network}/{bits}") ?? Match($"[{network}]/{bits}")) is { } answer)
            {
                return answer;
            }
        }

        return false;
    }

    private static IPAddress Masked(byte[] bytes, int bits)
    {
        var masked = new byte[bytes.Length];
        for (var at = 0; at < bytes.Length; at++)
        {
            var kept = Math.Clamp(bits - (at * 8), 0, 8);
            masked[at] = (byte)(bytes[at] & (0xFF << (8 - kept)));
        }

        return new IPAddress(masked);
    }

    /// <summary>True if an entry matches, false if one excludes the text, null if there is none.</summary>
    private bool? Match(string text)
    {
        if (list.Contains("!" + text))
        {
            return false;
        }

        return list.Contains(text) ? true : null;
    }
}
