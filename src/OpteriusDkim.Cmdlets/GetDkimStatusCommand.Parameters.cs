using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Parameters.</content>
public sealed partial class GetDkimStatusCommand
{
    private const string WithDns = "WithDns";
    private const string WithoutDns = "WithoutDns";

    /// <summary>The domains, with wildcards. The default is all that the store, the signer's tables or the journals know.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>Returns only domains of this health.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DkimHealth[]? Health { get; set; }

    /// <summary>Doesn't query DNS. No domain is Ok then.</summary>
    [Parameter(ParameterSetName = WithoutDns, Mandatory = true)]
    public SwitchParameter NoDns { get; set; }

    /// <summary>Queries every server of the zone, bypassing caches.</summary>
    [Parameter(ParameterSetName = WithDns)]
    public SwitchParameter Authoritative { get; set; }

    /// <summary>DNS servers to query, as ADDRESS or ADDRESS:PORT; with -Authoritative the resolvers to start with.</summary>
    [Parameter(ParameterSetName = WithDns)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[]? Server { get; set; }

    /// <summary>The timeout of a DNS query and of each reply of a signer, as a time span or in seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The maximum number of concurrent queries to one server. Fewer run at first, and while a server loses queries.</summary>
    [Parameter(ParameterSetName = WithDns)]
    [ValidateRange(1, 10000)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;
}
