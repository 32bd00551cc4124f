using System.Globalization;
using System.Net;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The hosts and networks in a signer's configuration, and example clients inside and outside them.</summary>
/// <param name="entries">Addresses, networks and names as written; with <c>!</c> before exclusions.</param>
internal sealed class ListedHosts(IEnumerable<string> entries)
{
    /// <summary>Addresses in networks for documentation (RFC 5737), which no client has.</summary>
    private static readonly string[] Unlisted = ["192.0.2.1", "198.51.100.1", "203.0.113.1"];

    private readonly string[] listed = [.. entries.Select(entry => entry.Trim()).Where(entry => entry.Length > 0 && entry[0] != '!')];

    /// <summary>A listed client other than this host, or null.</summary>
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

    /// <summary>An address that isn't listed, if there is one.</summary>
    public string UnlistedAddress =>
        Array.Find(Unlisted, candidate => !listed.Any(entry => Contains(entry, IPAddress.Parse(candidate)))) ?? Unlisted[0];

    /// <summary>The first host address of a network.</summary>
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

    /// <summary>A network. Bits after the prefix are ignored, as signers do.</summary>
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
