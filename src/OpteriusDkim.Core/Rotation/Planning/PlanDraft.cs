using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>
/// A plan while it is made. Planners return a step, or null where there is none; what the rotation waits for then is kept here,
/// since another planner may still have a step.
/// </summary>
internal sealed partial class PlanDraft
{
    private readonly List<DkimFinding> findings = [];
    private readonly List<RotationPlan> waits = [];

    /// <summary>Starts a plan. Keys that sign independently of the rotation are left out of the facts.</summary>
    public PlanDraft(
        RotationState state, RotationFacts facts, RotationPolicy policy, IReadOnlyList<string> history, BootTimestamp now)
    {
        (State, Facts, Policy, History, Now) = (state, facts, policy, history, now);
        if (state.OtherSelectors.Count > 0)
        {
            var keys = facts.Signing.Keys.Where(key => !state.OtherSelectors.Contains(key.Selector));
            Facts = facts with { Signing = facts.Signing with { Keys = [.. keys] } };
        }
    }

    /// <summary>The rotation, with what follows from the facts.</summary>
    public RotationState State { get; set; }

    /// <summary>What is known.</summary>
    public RotationFacts Facts { get; set; }

    public RotationPolicy Policy { get; }

    /// <summary>Selectors that were used before.</summary>
    public IReadOnlyList<string> History { get; }

    public BootTimestamp Now { get; }

    /// <summary>Whether anything is waited for.</summary>
    public bool IsWaiting => waits.Count > 0;

    /// <summary>Whether the signer's tables name the new key.</summary>
    public bool NewSigns => Facts.Signing.Names(State.New);

    public DomainName Domain => Facts.Domain;

    /// <summary>What a person runs after DNS was edited by hand.</summary>
    public string ThenRun => State is { Kind: RotationKind.Registration, Aborting: false }
        ? $"then run: Register-DkimDomain {Domain}"
        : $"then run: Invoke-DkimRotation {Domain}";

    /// <summary>Why the last step of this run failed, as a sentence.</summary>
    public string LastFailure => Facts.Findings.LastOrDefault(finding => finding.Severity == FindingSeverity.Error)?.Message
        ?? (Facts.Findings.Count > 0 ? Facts.Findings[^1].Message : "see the findings.");

    private RotationPlan Here => new(State, Facts);

    /// <summary>The plan: a step, else the most important wait, else the end of the rotation.</summary>
    public RotationPlan Finish(RotationPlan? step)
    {
        if (step is null && !IsWaiting)
        {
            var end = State.Aborting ? RotationPhase.Aborted : RotationPhase.Completed;
            State = State with { Phase = end, Intent = null };
            step = Here with { NextAction = RotationPlanner.NoAction(State.Kind, end) };
        }

        return (step ?? MostImportantWait()) with
        {
            State = State, Facts = Facts, Findings = [.. Facts.Findings.Concat(findings).Distinct()],
        };
    }

    public RotationPlan Do(RotationStep step, RotationKey key) => Here with { Step = step, Selector = key.Selector, Key = key };

    /// <summary>A step about a selector that has no key yet.</summary>
    public RotationPlan Do(RotationStep step, string selector) => Here with { Step = step, Selector = selector };

    /// <summary>Reports a finding of this plan.</summary>
    public void Report(DkimFinding finding) => findings.Add(finding);

    /// <summary>Reports a finding that later plans of this run can't have, because it is acted on now.</summary>
    public void ReportOnce(DkimFinding finding) => Facts = Facts.WithFindings([finding]);

    /// <summary>Reports what an observation says about the servers.</summary>
    public void ReportServers(RecordObservation observation, RotationKey key)
    {
        findings.AddRange(observation.Findings);
        foreach (var server in observation.Servers.Where(server => server.State == RecordState.Silent && !server.ProvesNothing))
        {
            findings.Add((State.Watch.IsLeftOut(server.Server, Now) ? FindingTable.ServerLeftOut : FindingTable.ServerSilent).With(
                ("server", server.Server), ("name", NameOf(key))));
        }

        if (State.Watch.Moved)
        {
            findings.Add(FindingTable.ServersChanged.With(("name", NameOf(key))));
        }

        if (observation.Wildcard)
        {
            findings.Add(FindingTable.SelectorWildcard.With(("name", NameOf(key))));
        }
    }

    public string NameOf(RotationKey key) => key.NameIn(Domain).Value;

    /// <summary>The record's name as a person finds it: the target too where the name is an alias.</summary>
    public string RecordOf(RotationKey key) =>
        TargetOf(key) is { } target ? $"{target}, to which {NameOf(key)} is an alias" : NameOf(key);

    /// <summary>Whether a person publishes the record of a key.</summary>
    public bool IsManual(RotationKey key) => Policy.Manual || Facts.ByHand.Contains(key.Selector);

    /// <summary>What the servers have, for people.</summary>
    public static string TextsOf(RecordObservation observation)
    {
        var texts = observation.Servers.Where(server => server.Text.Length > 0).Select(server => PrintableText.Clean(server.Text));
        return string.Join("; ", texts.Distinct()) is { Length: > 0 } text ? text : "nothing";
    }

    /// <summary>The servers that don't have what is wanted, for people.</summary>
    public string ServersWithout(RecordObservation observation, Func<RecordState, bool> wanted)
    {
        var servers = State.Watch.Counted(observation, Now).Where(server => !wanted(server.State)).Select(server => server.Server);
        return string.Join(", ", servers.Distinct()) is { Length: > 0 } names ? names : "the zone's name servers";
    }

    public bool IsEverywhere(RecordObservation observation, Func<RecordState, bool> wanted) => State.Watch.All(observation, Now, wanted);

    public bool IsRightEverywhere(RecordObservation observation) => IsEverywhere(observation, state => state == RecordState.Right);

    private string? TargetOf(RotationKey key) =>
        Facts.ObservationOf(key)?.Target is { } target ? PrintableText.Clean(target) : null;

    /// <summary>Of several waits the one that somebody can do something about, with the earliest time of all.</summary>
    private RotationPlan MostImportantWait()
    {
        var first = waits.OrderBy(wait => wait.WaitingFor switch
        {
            RotationWait.Person => 0,
            RotationWait.Signer => 1,
            RotationWait.Dns => 2,
            _ => 3,
        }).First();
        return first with { NotBefore = waits.TrueForAll(wait => wait.NotBefore is not null) ? waits.Min(wait => wait.NotBefore) : null };
    }
}
