using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing.Services;

namespace OpteriusDkim.Publishing;

/// <summary>The configured publisher of a domain.</summary>
internal sealed record PublisherSettings(DomainName Domain, PublisherType Type)
{
    /// <summary>The primary server for dynamic updates.</summary>
    public DnsServer? Server { get; init; }

    /// <summary>The TSIG key for dynamic updates, a BIND key file.</summary>
    public string? KeyFile { get; init; }

    public string? Script { get; init; }

    /// <summary>The address of a service's API; null for the usual one.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where the credential for a service's API is.</summary>
    public CredentialSource? Credential { get; init; }

    /// <summary>The name of a Posh-ACME plugin.</summary>
    public string? Plugin { get; init; }

    /// <summary>The plugin's arguments as in the configuration file.</summary>
    public IReadOnlyList<string> PluginArguments { get; init; } = [];

    /// <summary>The form in which the plugin is given a value.</summary>
    public PluginValueForm PluginValue { get; init; }

    /// <summary>The server, required for dynamic updates.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public DnsServer RequireServer() => Server ?? throw Missing("publisher.server");

    /// <summary>The script, required for the publisher Script.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public string RequireScript() => Script ?? throw Missing("publisher.script");

    /// <summary>Where the credential is, required for the API of a service.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public CredentialSource RequireCredential() => Credential ?? throw Missing("publisher.credentialFile");

    /// <summary>The plugin, required for the publisher PoshAcme.</summary>
    /// <exception cref="NotFoundException">It isn't set.</exception>
    public string RequirePlugin() => Plugin ?? throw Missing("publisher.plugin");

    private NotFoundException Missing(string setting) => new(
        FindingTable.PublisherIncomplete.With(("domain", Domain), ("type", Type), ("setting", setting)), Domain.Value);
}
