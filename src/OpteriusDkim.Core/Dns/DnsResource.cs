using System.Net;

namespace OpteriusDkim.Dns;

/// <summary>A record of an answer, as it came. Names are in lower case, without a final dot, unprintable octets as <c>\DDD</c>.</summary>
/// <param name="Name">Whose record it is.</param>
/// <param name="Type">Its type.</param>
/// <param name="Ttl">Its time to live, in seconds.</param>
internal sealed record DnsResource(string Name, DnsRecordType Type, int Ttl)
{
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

    /// <summary>How long "no" may be kept that this SOA came with, in seconds (RFC 2308 5).</summary>
    public int NegativeTtl => Math.Min(Ttl, Minimum);
}
