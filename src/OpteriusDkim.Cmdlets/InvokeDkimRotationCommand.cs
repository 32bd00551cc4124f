using System.Management.Automation;
using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation: carries the replacement of domains' keys on, each as far as is safe now, or starts it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DkimRotation", SupportsShouldProcess = true, DefaultParameterSetName = Rotate)]
[OutputType(typeof(DkimRotation))]
public sealed class InvokeDkimRotationCommand : KeyCmdlet
{
    private const string Rotate = "Rotate";
    private const string RotateDue = "Due";
    private const string ReplaceCompromised = "Compromised";
    private const string AbortRotation = "Abort";

    private readonly Dictionary<DomainName, HashSet<Selector>> asked = [];

    /// <summary>What somebody was asked to do already, by domain; used where the vigil takes in one result at a time.</summary>
    private readonly Dictionary<string, string> asking = new(StringComparer.Ordinal);

    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>The key to be replaced; it may be left out where one key signs.</summary>
    [Parameter(ParameterSetName = Rotate, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ReplaceCompromised, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AbortRotation, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>The selector of the new key; the next one where none is given.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? NewSelector { get; set; }

    /// <summary>Rsa or Ed25519; the algorithm of the key that is replaced where nothing is said.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public DkimKeyAlgorithm Algorithm { get; set; }

    /// <summary>Bits of a new RSA key.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; }

    /// <summary>Takes all rotations under way, and starts those that are due.</summary>
    [Parameter(ParameterSetName = RotateDue, Mandatory = true)]
    public SwitchParameter Due { get; set; }

    /// <summary>With -Due, starts rotations too where a person has to publish the record.</summary>
    [Parameter(ParameterSetName = RotateDue)]
    public SwitchParameter IncludeManual { get; set; }

    /// <summary>Stays until the rotations are over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait at most; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Replaces a key that others may have: as fast as can be, and without regard to mail on its way.</summary>
    [Parameter(ParameterSetName = ReplaceCompromised, Mandatory = true)]
    public SwitchParameter Compromised { get; set; }

    /// <summary>Takes the rotation under way back.</summary>
    [Parameter(ParameterSetName = AbortRotation, Mandatory = true)]
    public SwitchParameter Abort { get; set; }

    /// <summary>Starts a rotation however soon after the last.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public SwitchParameter Force { get; set; }

    /// <summary>Domains worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>The signer; the configured or installed one where none is given.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        // No parameter set can say this: with sets that differ in -Wait, the engine can't choose one for piped objects.
        if (IsGiven(nameof(WaitTimeout)) && !Wait)
        {
            throw new InvalidInputException(FindingTable.WaitTimeoutWithoutWait.With(), null);
        }

        if (IsGiven(nameof(Algorithm)))
        {
            CheckAlgorithm(Algorithm, IsGiven(nameof(KeySize)) ? KeySize : null);
        }

        OpenWork("Rotating DKIM keys", 1);
    }

    private protected override void Process()
    {
        foreach (var text in Given(Domain) ?? (Due ? [] : throw new InvalidInputException(FindingTable.NothingToRotate.With(), null)))
        {
            Try(() => Ask(text));
        }
    }

    private protected override void End()
    {
        var requests = Due ? FindDue() : Requests();
        var ready = requests.Where(IsWanted).Select(request => request with { DryRun = IsDryRun }).ToArray();
        if (ready.Length > 0)
        {
            var waits = Wait && !IsDryRun;
            Work.Start("rotation", stopping => RunAsync(ready, waits, stopping));
            Work.Finish();
        }
    }

    private void Ask(string text)
    {
        var selector = string.IsNullOrEmpty(Selector) ? null : Names.Selector.Parse(Selector);
        foreach (var domain in DomainsOf(text))
        {
            var selectors = asked.TryGetValue(domain, out var known) ? known : asked[domain] = [];
            if (selector is not null)
            {
                selectors.Add(selector);
            }
        }
    }

    private List<RotationRequest> Requests()
    {
        var service = new Lazy<RotationService>(() => Service());
        var requests = new List<RotationRequest>();
        foreach (var (domain, selectors) in asked)
        {
            Try(() => requests.Add(new RotationRequest(domain)
            {
                Selector = TheOneOf(domain, selectors, service),
                NewSelector = NewSelector is null ? null : Names.Selector.ParseForNewKey(NewSelector),
                Algorithm = IsGiven(nameof(Algorithm)) ? Algorithm : null,
                KeySize = IsGiven(nameof(KeySize)) ? KeySize : null,
                Compromised = Compromised,
                Abort = Abort,
                Force = Force,
            }));
        }

        return requests;
    }

    /// <summary>Of several keys of a domain, as they come through the pipeline, the only one that signs.</summary>
    private static Selector? TheOneOf(
        DomainName domain, HashSet<Selector> selectors, Lazy<RotationService> service) => selectors.Count switch
    {
        0 => null,
        1 => selectors.Single(),
        _ => service.Value.SigningSelectors(domain).Where(selectors.Contains).ToArray() is [var only] ? only : null,
    };

    private List<RotationRequest> FindDue()
    {
        var search = new DueSearch(Configuration.RotationSettings, Parts, Store, TimeProvider.System);
        var requests = new List<RotationRequest>();
        foreach (var domain in Given(Domain) is null ? search.Domains() : asked.Keys)
        {
            Cancellation.ThrowIfCancellationRequested();
            Try(() =>
            {
                if (search.For(domain, IncludeManual, out var waits) is { } request)
                {
                    requests.Add(request);
                }

                if (waits is not null)
                {
                    WriteObject(waits);
                }
            });
        }

        if (search.HeldBack > 0)
        {
            Warn(
                FindingTable.RotationsHeldBack.With(("count", search.HeldBack), ("most", requests.Count(request => !request.OnlyCarryOn))));
        }

        return requests;
    }

    /// <summary>
    /// Asks where something is destroyed or cut short, as a cmdlet of high impact does; else only where -Confirm was said.
    /// </summary>
    private bool IsWanted(RotationRequest request)
    {
        var action = request.OnlyCarryOn switch
        {
            _ when Abort => "Abort the key rotation",
            _ when Compromised => "Replace the compromised key now and revoke it (mail in transit that was signed with it will fail)",
            true => "Continue key rotation",
            _ => "Start or continue key rotation",
        };
        if (!ShouldProcess(request.Domain.Value, action))
        {
            return IsDryRun;
        }

        return !(Abort || Compromised) || IsConfirmed || IsAffirmed(action, request.Domain);
    }

    private bool IsAffirmed(string action, DomainName domain)
    {
        try
        {
            return ShouldContinue($"{action}?", domain.Value);
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or HostException)
        {
            throw new InvalidInputException(
                FindingTable.ConfirmationNeeded.With(("action", Abort ? "-Abort" : "-Compromised")), domain.Value, exception);
        }
    }

    private bool IsConfirmed => MyInvocation.BoundParameters.ContainsKey("Confirm")
        || LanguagePrimitives.ConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference", ConfirmImpact.High)) is ConfirmImpact.None;

    private Task RunAsync(RotationRequest[] requests, bool waits, CancellationToken stopping) => waits
        ? new RotationWaiter(Service, TimeProvider.System).UntilOverAsync(requests, WaitTimeout, ShowWaiting, Emit, Fail, Work, stopping)
        : Service().RunAsync(requests, Emit, Fail, Work, stopping);

    /// <summary>What is wrong with mail that is signed now is also a warning, for callers that don't read the object.</summary>
    private void Emit(DkimRotation rotation)
    {
        foreach (var finding in rotation.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
        {
            Work.Warn(finding);
        }

        Work.Emit(rotation);
    }

    private void ShowWaiting(DkimRotation rotation, DateTime next)
    {
        Work.ShowWait(rotation.Domain, $"{(rotation.IsAborting ? "Aborting" : rotation.Phase)}: {rotation.NextAction}", next);
        if (rotation.WaitingFor != RotationWait.Person)
        {
            asking.Remove(rotation.Domain);
        }
        else if (!asking.TryGetValue(rotation.Domain, out var before) || before != rotation.NextAction)
        {
            asking[rotation.Domain] = rotation.NextAction;
            Work.ReportWaiting(rotation.Record is { } record
                ? $"Action required for {rotation.Domain}. {rotation.NextAction} Name: {record.Name} Value: {record.Value}"
                : $"Action required for {rotation.Domain}. {rotation.NextAction}");
        }
    }

    private void Fail(RotationRequest request, DkimException exception) => Work.Fail(exception);

    private RotationService Service() => new(Configuration.RotationSettings, Parts(), ThrottleLimit);

    private RotationParts Parts()
    {
        var publishers = new Publishers(Configuration, Cancellation);
        return new RotationParts(
            Composition.Signer(Configuration.RequireSigner(), Configuration.SignerSettings),
            Composition.SigningProof(LookupInTurn()),
            Composition.Reload(Configuration),
            Store,
            Ed25519,
            AuthoritativeServers(),
            publishers.For,
            TimeProvider.System);
    }
}
