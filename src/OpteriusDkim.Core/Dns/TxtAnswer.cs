using System.Net;

namespace OpteriusDkim.Dns;

/// <summary>One server's answer to one TXT query, as it came: nothing in it is trusted.</summary>
/// <param name="Server">Who answered, or didn't.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record TxtAnswer(DnsServer Server, DnsOutcome Outcome)
{
    /// <summary>What stands for a zone's server whose name has no address.</summary>
    /// <param name="chain">The aliases that led to the zone.</param>
    internal static TxtAnswer WithoutAddress(IReadOnlyList<string> chain) =>
        new(new DnsServer(IPAddress.None, DnsServer.StandardPort), DnsOutcome.Unreachable)
        {
            Chain = chain,
            Detail = "no address found for its name",
        };

    /// <summary>The TXT records at the end of the chain, each as its strings; bytes over 127 as Latin-1.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Records { get; init; } = [];

    /// <summary>The names that CNAMEs led to, in their order.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>The time to live of the records, in seconds.</summary>
    public int? Ttl { get; init; }

    /// <summary>How long "no" may be kept: min(SOA TTL, SOA minimum), in seconds (RFC 2308 5).</summary>
    public int? NegativeTtl { get; init; }

    /// <summary>Whether the server says that DNSSEC proved it (the AD bit).</summary>
    public bool Authenticated { get; init; }

    /// <summary>Whether the server failed since DNSSEC disproves what it found: asked not to check, it answers.</summary>
    public bool Disproved { get; init; }

    /// <summary>The name of the zone's server that was asked; null where it was asked by its address.</summary>
    public string? ServerName { get; init; }

    /// <summary>The name below which all is an alias (DNAME), where that led to the chain; else null.</summary>
    public string? Redirected { get; init; }

    /// <summary>Whether this host has no way to the server's kind of address, as where it has no IPv6.</summary>
    public bool NoRoute { get; init; }

    /// <summary>Whether no address was found for the server's name, so that it could not be asked.</summary>
    public bool NoAddress => Server.Address.Equals(IPAddress.None);

    /// <summary>Whether the server has a private address that nobody named: what it says may not be what the world sees.</summary>
    public bool ProvesNothing { get; init; }

    /// <summary>For people: an error code, or what went wrong.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether the server said something about the name: what it has, or that it has nothing.</summary>
    public bool Answered => Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName or DnsOutcome.NoData;
}
