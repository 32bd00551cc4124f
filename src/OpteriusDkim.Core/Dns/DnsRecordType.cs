namespace OpteriusDkim.Dns;

/// <summary>The record types that are queried or understood (IANA, Domain Name System Parameters).</summary>
internal enum DnsRecordType
{
    /// <summary>Any other type.</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035 3.4.1).</summary>
    A = 1,

    /// <summary>A name server of a zone (RFC 1035 3.3.11).</summary>
    Ns = 2,

    /// <summary>An alias (RFC 1035 3.3.1).</summary>
    Cname = 5,

    /// <summary>The start of a zone (RFC 1035 3.3.13).</summary>
    Soa = 6,

    /// <summary>Text (RFC 1035 3.3.14).</summary>
    Txt = 16,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    Aaaa = 28,

    /// <summary>An alias for everything below a name (RFC 6672).</summary>
    Dname = 39,

    /// <summary>A signature (RFC 4034 3).</summary>
    Rrsig = 46,

    /// <summary>Proof that a name or type doesn't exist (RFC 4034 4).</summary>
    Nsec = 47,

    /// <summary>The same with hashed names (RFC 5155).</summary>
    Nsec3 = 50,
}
