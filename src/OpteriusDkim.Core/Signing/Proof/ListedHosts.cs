using System.Globalization;
using System.Net;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The hosts and networks that a signer's configuration lists, and clients that are among them and that aren't.</summary>
/// <param name="entries">As they are written: addresses, networks, names; with <c>!</c> before what is left out.</param>
internal sealed class ListedHosts(IEnumerable<string> entries)
{
    /// <summary>Networks for documentation (RFC 5737, RFC 3849), where no client of anybody is.</summary>
    private static readonly string[] Unlisted = ["192.0.2.1", "198.51.100.1", "203.0.113.1"];

    private readonly string[] listed = [.. entries.Select(entry => entry.Trim()).Where(entry => entry.Length > 0 && entry[0] != '!')];

    /// <summary>A client that is listed and not this host; null where there is none.</summary>
    public (string Host, string Address)? FindNetworkClient()
    {
        foreach (var entry in listed)
        {
            if (AddressIn(entry) is { } address)
            {
                if (!IPAddress.IsLoopback(address))
                {
                    return ($"[{address}]", address.ToString());
                }
            }
            else if (!entry.Contains('/', StringComparison.Ordinal) && !entry.Contains(':', StringComparison.Ordinal)
                && !entry.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                return (entry.StartsWith('.') ? "client" + entry : entry, UnlistedAddress);
            }
        }

        return null;
    }

    /// <summary>An address that isn't listed; where all are, one all the same.</summary>
    public string UnlistedAddress =>
        Array.Find(Unlisted, candidate => !listed.Any(entry => Contains(entry, IPAddress.Parse(candidate)))) ?? Unlisted[0];

    /// <summary>The first address in a network that a host may have.</summary>
    private static IPAddress? AddressIn(string entry)
    {
        if (Network(entry) is not { } network)
        {
            return IPAddress.TryParse(entry.Trim('[', ']'), out var single) ? single : null;
        }

        var bytes = network.BaseAddress.GetAddressBytes();
        if (network.PrefixLength < bytes.Length * 8)
        {
            bytes[^1] |= 1;
        }

        return network.BaseAddress.Equals(IPAddress.Any) ? IPAddress.Parse(Unlisted[0]) : new IPAddress(bytes);
    }

    private static bool Contains(string entry, IPAddress address) =>
        Network(entry) is { } network
            ? network.Contains(address)
            : IPAddress.TryParse(entry.Trim('[', ']'), out var single) && single.Equals(address);

    /// <summary>A network; bits behind the prefix are passed over, as signers do.</summary>
    private static IPNetwork? Network(string entry)
    {
        var parts = entry.Split('/', 2);
        if (parts.Length != 2
            || !IPAddress.TryParse(parts[0].Trim('[', ']'), out var address)
            || !byte.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var prefix))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        if (prefix > bytes.Length * 8)
        {
            return null;
        }

        for (var bit = (int)prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
