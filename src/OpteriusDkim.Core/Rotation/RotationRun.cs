using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>What a run knows of one domain's rotation. A value: each step of the rotation returns the next one.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Policy">The settings for the domain.</param>
/// <param name="Journal">The journal as it should be on disk.</param>
internal sealed record RotationRun(RotationRequest Request, RotationPolicy Policy, Journal Journal)
{
    /// <summary>What is known of the store, the tables and DNS.</summary>
    public RotationFacts Facts { get; init; } = new(Request.Domain, [], new SigningFacts([], null));

    /// <summary>Findings about the request and the journal. Those about the rotation are in its plan.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>The completed rotation that is too recent for another one to start; else null.</summary>
    public PastRotation? Recent { get; init; }

    /// <summary>The domain.</summary>
    public DomainName Domain => Request.Domain;

    /// <summary>The rotation in progress. Only valid where there is one.</summary>
    public RotationState State => Journal.Current!;

    /// <summary>Continues from a journal; its timestamps are adjusted where the clock was set back or the host was restarted.</summary>
    public static RotationRun From(Journal read, RotationRequest request, RotationPolicy policy, BootTimestamp now)
    {
        var journal = read.Rebased(now, out var setBack);
        var run = new RotationRun(request, policy, journal);
        run = run.With(run.Facts with { Retired = journal.Retired ?? [] });
        return setBack && read.Current is not null
            ? run with { Findings = [FindingTable.ClockSetBack.With(("domain", request.Domain), ("written", read.Written?.Utc))] }
            : run;
    }

    /// <summary>Starts, aborts or replaces the rotation as the request says.</summary>
    /// <exception cref="DkimException">It can't be done.</exception>
    public RotationRun Begin(RotationFacts facts, BootTimestamp now)
    {
        var before = Journal with { Current = Journal.Current?.Adopting(facts.Stored) };
        var begun = this with { Facts = facts, Journal = RotationStart.Begin(before, Request, facts, Policy, now) };
        return begun with
        {
            Findings = [.. Findings, .. begun.FindingsAboutRequest(wasInProgress: before.Current is not null)],
            Recent = begun.Journal.Current is not null ? null : before.Past.LastOrDefault(
                past => facts.Signing.Keys.Any(key => RotationStart.RecentRotationTo(key, before, Policy, now) == past)),
        };
    }

    /// <summary>The run with the findings of an earlier one of the same domain, which it continues.</summary>
    public RotationRun After(RotationRun earlier) => this with
    {
        Findings = [.. Findings, .. earlier.Findings],
        Facts = Facts.WithFindings(earlier.Facts.Findings),
    };

    /// <summary>What to do next.</summary>
    public RotationPlan Plan(BootTimestamp now) => RotationPlanner.Plan(State, Facts, Policy, Journal.Selectors, now);

    public RotationRun With(RotationState state) => this with { Journal = Journal with { Current = state } };

    public RotationRun With(RotationFacts facts) => this with { Facts = facts };

    /// <summary>The run before a step is taken: the journal has the intent, and the step isn't tried again in this run.</summary>
    public RotationRun Intending(RotationStep step, string selector) =>
        With(Facts.Try(step, selector)).With(State with { Intent = new RotationIntent(step, selector) });

    private IEnumerable<DkimFinding> FindingsAboutRequest(bool wasInProgress)
    {
        if (Journal.Current is not { } current)
        {
            yield break;
        }

        if (Request.Compromised && current.Compromised)
        {
            yield return FindingTable.CompromisedInFlight.With(("domain", Domain), ("old", current.Old?.Selector));
        }

        if (!wasInProgress && current is { Kind: RotationKind.Registration, New: { } signs, SignedBefore: true }
            && Request.Selector is { } other && other.Value != signs.Selector)
        {
            yield return FindingTable.RegisteredOtherwise.With(("domain", Domain), ("selectors", signs.Selector), ("asked", other));
        }

        if (wasInProgress && !Request.Abort && IgnoredParameters(current) is { Length: > 0 } ignored)
        {
            yield return FindingTable.RotationUnderWay.With(
                ("domain", Domain), ("new", current.New?.Selector ?? "a new key"), ("asked", ignored));
        }
    }

    /// <summary>Parameters that only apply to the start of a rotation, where they differ from the one in progress.</summary>
    private string IgnoredParameters(RotationState current)
    {
        var asked = new List<string>();
        if (Request.NewSelector?.Value is { } wanted && wanted != current.New?.Selector && wanted != current.Wanted)
        {
            asked.Add($"-NewSelector {wanted}");
        }

        if (Request.Selector?.Value is { } selector
            && selector != current.Old?.Selector && selector != current.New?.Selector && !Request.Compromised)
        {
            asked.Add($"-Selector {selector}");
        }

        return string.Join(", ", asked);
    }
}
