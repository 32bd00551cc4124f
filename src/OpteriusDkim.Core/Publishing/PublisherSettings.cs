using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Publishing;

/// <summary>How a domain's records reach DNS, as configured.</summary>
/// <param name="Server">The primary server that takes dynamic updates.</param>
/// <param name="KeyFile">The TSIG key of dynamic updates, a BIND key file.</param>
internal sealed record PublisherSettings(DomainName Domain, PublisherType Type, DnsServer? Server, string? KeyFile, string? Script)
{
    /// <summary>The server, which dynamic update can't do without.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public DnsServer RequireServer() => Server ?? throw Missing("publisher.server");

    /// <summary>The script, which the publisher Script can't do without.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public string RequireScript() => Script ?? throw Missing("publisher.script");

    private NotFoundException Missing(string setting) => new(
        FindingTable.PublisherIncomplete.With(("domain", Domain), ("type", Type), ("setting", setting)), Domain.Value);
}
