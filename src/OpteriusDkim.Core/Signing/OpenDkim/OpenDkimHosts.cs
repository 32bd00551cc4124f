using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A data set of hosts, such as InternalHosts or PeerList, asked as dkimf_checkhost and dkimf_checkip in util.c do.</summary>
internal sealed class OpenDkimHosts(OpenDkimList list)
{
    /// <summary>What InternalHosts is where the configuration doesn't name it.</summary>
    public const string DefaultInternal = "127.0.0.1";

    private const string LocalName = "localhost";

    /// <summary>Whether mail of this host itself counts: no client address (127.0.0.1 is taken then), the name localhost.</summary>
    public bool IncludeLocal => Include(LocalName, IPAddress.Loopback);

    /// <summary>Whether a client is in it, by its name or by its address.</summary>
    /// <param name="name">The client's name; null where it has none.</param>
    public bool Include(string? name, IPAddress address) => (name is not null && IncludesName(name)) || Includes(address);

    /// <summary>Whether a name is in it, or a domain above it with a dot before it.</summary>
    public bool IncludesName(string name)
    {
        for (var at = 0; at >= 0 && name.Length > 0; at = name.IndexOf('.', at + 1))
        {
            if (Ask(name[at..]) is { } answer)
            {
                return answer;
            }
        }

        return false;
    }

    /// <summary>Whether an address or a network around it is in it.</summary>
    public bool Includes(IPAddress address)
    {
        // The text of an IPv4 address in brackets isn't ended in util.c, and matches nothing.
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        if ((Ask(address.ToString()) ?? (isIPv6 ? Ask($"[{address}]") : null)) is { } own)
        {
            return own;
        }

        var bytes = address.GetAddressBytes();
        for (var bits = bytes.Length * 8; bits >= 0; bits--)
        {
            var network = Masked(bytes, bits);
            if ((Ask($"{network}/{bits}") ?? Ask($"[{network}]/{bits}")) is { } answer)
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

    /// <summary>Whether an entry takes a text, or excludes it; null where none is about it.</summary>
    private bool? Ask(string text)
    {
        if (list.Contains("!" + text))
        {
            return false;
        }

        return list.Contains(text) ? true : null;
    }
}
