using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Unregister-DkimDomain: takes domains out of service without losing mail in transit.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "DkimDomain", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimRotation))]
public sealed class UnregisterDkimDomainCommand : RotationCmdlet
{
    private readonly HashSet<DomainName> domains = [];

    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>Ends a rotation in progress. Otherwise such a domain is refused.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Unregistering domains";

    private protected override void Process()
    {
        foreach (var text in Domain)
        {
            Try(() => domains.UnionWith(DomainsOf(text)));
        }
    }

    private protected override void End() => Run(domains.Where(IsApproved).Select(domain => new RotationRequest(domain)
    {
        Kind = RotationKind.Retirement,
        Force = Force,
    }));

    private bool IsApproved(DomainName domain) => ShouldProcess(
        domain.Value, "Stop signing, and remove record and keys when mail in transit is delivered") || IsDryRun;
}
