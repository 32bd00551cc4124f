using System.Buffers;
using System.Globalization;
using System.Net;

namespace OpteriusDkim.Dns;

/// <summary>A record of a reply. Names are in lower case, without a final dot, unprintable octets as <c>\DDD</c>.</summary>
/// <param name="Ttl">Its time to live, in seconds.</param>
internal sealed record DnsResource(string Name, DnsRecordType Type, int Ttl)
{
    /// <summary>Octets in a name, at most (RFC 1035 2.3.4), less the first length and the final zero.</summary>
    private const int LongestName = 253;

    // A name from DNS may become part of a command that a person copies, so all that has a meaning to a shell is escaped.
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*/+:=@#%^~?,[]");

    /// <summary>The name that NS, CNAME or DNAME lead to, the primary server of an SOA, or the signer of an RRSIG; else empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>The address of an A or AAAA.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The strings of a TXT; bytes over 127 as Latin-1.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>The last field of an SOA, in seconds (RFC 2308 4).</summary>
    public int Minimum { get; init; }

    /// <summary>The serial number of an SOA (RFC 1982).</summary>
    public uint Serial { get; init; }

    /// <summary>How long the negative answer with this SOA may be cached, in seconds (RFC 2308 5).</summary>
    public int NegativeTtl => Math.Min(Ttl, Minimum);

    /// <summary>Normalizes a name.</summary>
    /// <param name="octets">Each octet as a character, with dots between the labels.</param>
    /// <exception cref="FormatException">It is too long.</exception>
    public static string NameOf(string octets)
    {
        if (octets.Length > LongestName)
        {
            throw new FormatException("a name is too long");
        }

        return octets.AsSpan().ContainsAnyExcept(Harmless) ? string.Concat(octets.Select(Show)) : octets.ToLowerInvariant();
    }

    private static string Show(char octet) => Harmless.Contains(octet)
        ? char.ToLowerInvariant(octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{(int)octet:000}");
}
