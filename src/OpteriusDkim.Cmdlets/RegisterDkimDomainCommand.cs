using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Register-DkimDomain: takes domains to the state in which they sign with a key proven in DNS, as far as is safe now.</summary>
[Cmdlet(VerbsLifecycle.Register, "DkimDomain", SupportsShouldProcess = true)]
[OutputType(typeof(DkimRotation))]
public sealed class RegisterDkimDomainCommand : RotationCmdlet
{
    private readonly Dictionary<DomainName, RotationRequest> requests = [];

    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selector of the key. The default is the domain's key, or the configured selector for a new one.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>Rsa or Ed25519, for a new key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AlgorithmCell]
    public DkimKeyAlgorithm? Algorithm { get; set; }

    /// <summary>The size of a new RSA key in bits.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell(Name = "KeySize")]
    [NumberFrom(Choices = [2048, 3072, 4096], AlsoAccepted = [RequestedKeySize.OfEd25519])]
    [ArgumentCompleter(typeof(KeySizeCompleter))]
    public int? KeySize { get; set; }

    private protected override string Activity => "Registering domains";

    private protected override void Begin()
    {
        CheckParameters();
        base.Begin();
    }

    private protected override void Process()
    {
        CheckParameters();
        var selector = string.IsNullOrEmpty(Selector) ? null : Names.Selector.ParseForNewKey(Selector);
        foreach (var text in Domain)
        {
            Try(() =>
            {
                foreach (var domain in DomainsOf(text))
                {
                    Add(domain, selector);
                }
            });
        }
    }

    private protected override void End() =>
        Run(requests.Values.Where(request => ShouldProcess(request.Domain.Value, "Register") || IsDryRun));

    /// <summary>Of several keys of a domain that are piped, the one that signs is registered.</summary>
    private void Add(DomainName domain, Selector? selector)
    {
        var isKnown = requests.TryGetValue(domain, out var known);
        requests[domain] = new RotationRequest(domain)
        {
            Kind = RotationKind.Registration,
            Selector = isKnown && known!.Selector != selector ? null : selector,
            NewSelector = Names.Selector.Parse(Configuration.Selector),
            Algorithm = Algorithm,
            KeySize = Size,
        };
    }

    private int? Size => RequestedKeySize.Of(Algorithm, KeySize, Algorithm ?? Configuration.Algorithm);

    private void CheckParameters() => CheckAlgorithm(Algorithm ?? Configuration.Algorithm, Size);
}
