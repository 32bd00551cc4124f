namespace OpteriusDkim.Dns;

/// <summary>One question to one server.</summary>
/// <param name="Name">The name, without a final dot.</param>
internal sealed record DnsQuestion(string Name, DnsRecordType Type, DnsServer Server)
{
    /// <summary>Whether the server is to find the answer for us; an authoritative server is asked for what it has itself.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether to ask by TCP at once, and not only where an answer by UDP was cut.</summary>
    public bool Tcp { get; init; }

    /// <summary>Whether DNSSEC's records are wanted too (the DO bit, RFC 3225).</summary>
    public bool Signatures { get; init; }

    /// <summary>Whether a resolver is to answer also where DNSSEC disproves what it found (the CD bit, RFC 4035 3.2.2).</summary>
    public bool Unchecked { get; init; }
}
