using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation: starts key rotations, or continues them as far as is safe now.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DkimRotation", SupportsShouldProcess = true, DefaultParameterSetName = Rotate)]
[OutputType(typeof(DkimRotation))]
public sealed partial class InvokeDkimRotationCommand : RotationCmdlet
{
    private const string Rotate = "Rotate";
    private const string RotateDue = "Due";
    private const string ReplaceCompromised = "Compromised";
    private const string AbortRotation = "Abort";

    private readonly Dictionary<DomainName, HashSet<Selector>> requested = [];

    private protected override string Activity => "Rotating DKIM keys";

    private protected override void Begin()
    {
        base.Begin();
        if (IsGiven(nameof(Algorithm)))
        {
            CheckAlgorithm(Algorithm, IsGiven(nameof(KeySize)) ? KeySize : null);
        }
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
        Run(requests.Where(IsApproved));
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
        DomainName[] domains = [.. Given(Domain) is null ? search.Domains() : requested.Keys];
        foreach (var domain in Counted("Looking for DKIM keys to rotate", domains, domains.Length, writesEach: false))
        {
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
}
