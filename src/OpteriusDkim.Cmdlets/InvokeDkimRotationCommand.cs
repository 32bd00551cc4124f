using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation: starts key rotations, or continues them as far as is safe now.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DkimRotation", SupportsShouldProcess = true, DefaultParameterSetName = Rotate)]
[OutputType(typeof(DkimRotation))]
public sealed partial class InvokeDkimRotationCommand : KeyCmdlet
{
    private const string Rotate = "Rotate";
    private const string RotateDue = "Due";
    private const string ReplaceCompromised = "Compromised";
    private const string AbortRotation = "Abort";

    private readonly Dictionary<DomainName, HashSet<Selector>> requested = [];

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        // Not expressed by parameter sets: with sets that differ in -Wait, the engine can't choose one for piped objects.
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
            Try(() => AddRequests(text));
        }
    }

    private protected override void End()
    {
        var requests = Due ? FindDue() : Requests();
        var ready = requests.Where(IsApproved).Select(request => request with { DryRun = IsDryRun }).ToArray();
        if (ready.Length > 0)
        {
            var waits = Wait && !IsDryRun;
            Work.Start("rotation", stopping => RunAsync(ready, waits, stopping));
            Work.Finish();
        }

        if (Due)
        {
            RevealRetiredKeys();
        }
    }

    private void AddRequests(string text)
    {
        var selector = string.IsNullOrEmpty(Selector) ? null : Names.Selector.Parse(Selector);
        foreach (var domain in DomainsOf(text))
        {
            var selectors = requested.TryGetValue(domain, out var known) ? known : requested[domain] = [];
            if (selector is not null)
            {
                selectors.Add(selector);
            }
        }
    }

    private List<RotationRequest> Requests()
    {
        var service = new Lazy<RotationService>(Service);
        var requests = new List<RotationRequest>();
        foreach (var (domain, selectors) in requested)
        {
            Try(() => requests.Add(new RotationRequest(domain)
            {
                Selector = SelectorToReplace(domain, selectors, service),
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

    /// <summary>If several keys of a domain are piped, the only one that signs, or null.</summary>
    private static Selector? SelectorToReplace(
        DomainName domain, HashSet<Selector> selectors, Lazy<RotationService> service) => selectors.Count switch
    {
        0 => null,
        1 => selectors.Single(),
        _ => service.Value.SigningSelectors(domain).Where(selectors.Contains).ToArray() is [var only] ? only : null,
    };

    private List<RotationRequest> FindDue()
    {
        var search = new DueSearch(Configuration.RotationSettings, () => Ports().Signer, Store, TimeProvider.System);
        var requests = new List<RotationRequest>();
        foreach (var domain in Given(Domain) is null ? search.Domains() : requested.Keys)
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
            var started = requests.Count(request => !request.OnlyContinue);
            Warn(FindingTable.RotationsHeldBack.With(("count", search.HeldBack), ("most", started)));
        }

        return requests;
    }

    private Task RunAsync(RotationRequest[] requests, bool waits, CancellationToken stopping) => waits
        ? new RotationWaiter(Service, TimeProvider.System, ShowWaiting, Emit, Fail).UntilOverAsync(requests, WaitTimeout, Work, stopping)
        : Service().RunAsync(requests, Emit, Fail, Work, stopping);

    private void Fail(RotationRequest request, DkimException exception) => Work.Fail(exception);

    private RotationService Service() => new(Configuration.RotationSettings, Ports(), ThrottleLimit);

    private RotationPorts Ports()
    {
        var signer = Composition.Signer(Configuration.RequireSigner(), Configuration.SignerSettings);
        var proof = Composition.SigningProof(LookupInTurn());
        var (state, clock, safety) = (Configuration.StateDirectory, TimeProvider.System, new KeySafety());
        return new RotationPorts(
            new RotationDns(AuthoritativeServers(), new Publishers(Configuration, Cancellation).For, OptionsFor),
            new RotationSigner(
                new SigningSnapshot(signer, clock), proof, Composition.Reload(Configuration), Store,
                used => new SigningService(signer, proof, used, Store, safety, state, clock)),
            new RotationKeys(Store, Ed25519),
            new FileJournals(state),
            new RotationClock(clock));
    }
}
