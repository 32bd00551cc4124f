using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Publishing;

/// <summary>The configured publisher of a domain.</summary>
/// <param name="Server">The primary server for dynamic updates.</param>
/// <param name="KeyFile">The TSIG key for dynamic updates, a BIND key file.</param>
internal sealed record PublisherSettings(DomainName Domain, PublisherType Type, DnsServer? Server, string? KeyFile, string? Script)
{
    /// <summary>The server, required for dynamic updates.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public DnsServer RequireServer() => Server ?? throw Missing("publisher.server");

    /// <summary>The script, required for the publisher Script.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public string RequireScript() => Script ?? throw Missing("publisher.script");

    private NotFoundException Missing(string setting) => new(
        FindingTable.PublisherIncomplete.With(("domain", Domain), ("type", Type), ("setting", setting)), Domain.Value);
}
