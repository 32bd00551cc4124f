namespace OpteriusDkim.Dns;

/// <summary>One question to one server.</summary>
/// <param name="Name">The name, without a final dot.</param>
internal sealed record DnsQuestion(string Name, DnsRecordType Type, DnsServer Server)
{
    /// <summary>Whether recursion is desired (the RD bit). Authoritative servers are queried without it.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether to use TCP at once, not only after a truncated UDP reply.</summary>
    public bool Tcp { get; init; }

    /// <summary>Whether to request DNSSEC records (the DO bit, RFC 3225).</summary>
    public bool Signatures { get; init; }

    /// <summary>Whether to disable DNSSEC validation at the resolver (the CD bit, RFC 4035 3.2.2).</summary>
    public bool Unchecked { get; init; }
}
