using System.Globalization;
using System.Net;
using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Reads the networks of sign_networks: in files, or in a list whose first element begins with a digit.</summary>
internal static class RspamdNetworks
{
    /// <summary>The networks; invalid ones are ignored.</summary>
    /// <param name="map">The value as a map, or null.</param>
    public static IReadOnlyList<IPNetwork> Of(JsonElement value, RspamdMap? map)
    {
        string[] texts = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
        var networks = texts is [[>= '0' and <= '9', ..], ..] ? texts : map?.Lines.Select(line => line.Key) ?? [];
        return [.. networks.Select(Parse).Where(network => network is not null).Select(network => network!.Value)];
    }

    private static IPNetwork? Parse(string text)
    {
        var parts = text.Split('/', 2);
        if (!IPAddress.TryParse(parts[0].Trim('[', ']'), out var address))
        {
            return null;
        }

        var bits = address.GetAddressBytes();
        var length = bits.Length * 8;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out length)
            || length < 0
            || length > bits.Length * 8))
        {
            return null;
        }

        for (var at = 0; at < bits.Length; at++)
        {
            var kept = Math.Clamp(length - (at * 8), 0, 8);
            bits[at] &= (byte)(0xFF << (8 - kept));
        }

        return new IPNetwork(new IPAddress(bits), length);
    }
}
