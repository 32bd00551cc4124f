using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Dns;

/// <summary>The address and port of a DNS server.</summary>
/// <param name="Address">An IPv4 or IPv6 address.</param>
internal sealed record DnsServer(IPAddress Address, int Port)
{
    /// <summary>The port of the DNS (RFC 1035 4.2).</summary>
    public const int StandardPort = 53;

    /// <summary>Reads <c>192.0.2.53</c>, <c>192.0.2.53:5353</c>, <c>2001:db8::53</c> or <c>[2001:db8::53]:5353</c>.</summary>
    /// <exception cref="InvalidInputException">It isn't an address.</exception>
    public static DnsServer Parse(string? text) =>
        TryParse(text, out var server, out var problem) ? server : throw new InvalidInputException(
            FindingTable.InvalidServer.With(("input", PrintableText.Quote(text)), ("problem", problem)), text);

    /// <summary>The same without an exception.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out DnsServer? server, [NotNullWhen(false)] out string? problem)
    {
        server = null;
        var (address, port) = Cut(text ?? "");
        if (!IPAddress.TryParse(address, out var parsed) || !IsCanonical(address, parsed))
        {
            problem = "it has no IP address";
            return false;
        }

        var number = StandardPort;
        if (port is not null
            && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > 65535))
        {
            problem = "its port is not a number from 1 to 65535";
            return false;
        }

        problem = null;
        server = new DnsServer(parsed, number);
        return true;
    }

    /// <summary>The address, and the port where it isn't 53.</summary>
    public override string ToString() => Port == StandardPort ? Address.ToString() : new IPEndPoint(Address, Port).ToString();

    // IPAddress.Parse reads "1" as 0.0.0.1, and 010 as eight; neither is meant.
    private static bool IsCanonical(string address, IPAddress parsed) =>
        address.Contains(':', StringComparison.Ordinal) || address == parsed.ToString();

    private static (string Address, string? Port) Cut(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 || (end + 1 < text.Length && text[end + 1] != ':')
                ? ("", null)
                : (text[1..end], end + 1 < text.Length ? text[(end + 2)..] : null);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon != text.LastIndexOf(':') ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
