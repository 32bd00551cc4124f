using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Decides what a rotation's next step is, or what it waits for. Pure: a function of the journal's state, the facts of
/// this run, the policy and the time.
/// </summary>
internal sealed partial class RotationPlanner
{
    private readonly RotationPolicy policy;
    private readonly IReadOnlyList<string> history;
    private readonly BootTimestamp now;
    private readonly List<DkimFinding> findings = [];
    private readonly List<RotationPlan> waits = [];
    private RotationState state;
    private RotationFacts facts;

    private RotationPlanner(
        RotationState state, RotationFacts facts, RotationPolicy policy, IReadOnlyList<string> history, BootTimestamp now)
    {
        this.state = state;
        this.facts = state.OtherSelectors.Count == 0 ? facts : facts with
        {
            Signing = facts.Signing with { Keys = [.. facts.Signing.Keys.Where(key => !state.OtherSelectors.Contains(key.Selector))] },
        };
        this.policy = policy;
        this.history = history;
        this.now = now;
    }

    /// <summary>Plans.</summary>
    /// <param name="state">The rotation.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="policy">How it is to go.</param>
    /// <param name="history">Selectors that were used before.</param>
    /// <param name="now">The time.</param>
    public static RotationPlan Plan(
        RotationState state, RotationFacts facts, RotationPolicy policy, IReadOnlyList<string> history, BootTimestamp now) =>
        new RotationPlanner(state, facts, policy, history, now).Plan();

    /// <summary>What is left to do after the end of a rotation.</summary>
    /// <param name="end">How it ended.</param>
    public static string NoAction(RotationPhase end) =>
        end == RotationPhase.Aborted ? "No action needed: the rotation was aborted." : "No action needed: the rotation is complete.";

    private DomainName Domain => facts.Domain;

    /// <summary>What a person runs after DNS was edited by hand.</summary>
    private string ThenRun => $"then run: Invoke-DkimRotation {Domain}";

    private RotationPlan Plan()
    {
        var step = facts.Signing.Problem is { } problem
            ? Wait(RotationWait.Signer, $"Correct the signer's tables: {problem.Message}", problem)
            : PlanIncoming() ?? PlanOutgoing();
        if (step is null && waits.Count == 0)
        {
            state = state with { Phase = state.Aborting ? RotationPhase.Aborted : RotationPhase.Completed, Intent = null };
            step = Here with { NextAction = state.Aborting ? NoAction(RotationPhase.Aborted) : NoAction(RotationPhase.Completed) };
        }

        return (step ?? Foremost()) with { State = state, Facts = facts, Findings = [.. facts.Findings.Concat(findings).Distinct()] };
    }

    private RotationPlan Here => new(state, facts);

    /// <summary>Of several waits the one that somebody can do something about; the earliest time of all.</summary>
    private RotationPlan Foremost()
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

    /// <summary>Notes a wait; others may still have a step.</summary>
    private RotationPlan? Wait(RotationWait forWhat, string nextAction, params DkimFinding[] told)
    {
        findings.AddRange(told);
        waits.Add(Here with { WaitingFor = forWhat, NextAction = nextAction });
        return null;
    }

    private RotationPlan? WaitUntil(DateTime time, string nextAction)
    {
        waits.Add(Here with { WaitingFor = RotationWait.Time, NextAction = nextAction, NotBefore = time });
        return null;
    }

    private RotationPlan? WaitForRecord(RotationKey key, bool goes, string nextAction, params DkimFinding[] told)
    {
        findings.AddRange(told);
        var target = facts.Looks.TryGetValue(key.Selector, out var look) && look.Target is { } name ? PrintableText.Clean(name) : null;
        waits.Add(
            Here with { WaitingFor = RotationWait.Person, NextAction = nextAction, RecordOf = key, RecordAt = target, RecordGoes = goes });
        return null;
    }

    /// <summary>Reports a finding that the next plan doesn't have any longer, because it was acted on.</summary>
    private void ReportOnce(DkimFinding finding) => facts = facts.WithFindings([finding]);

    private RotationPlan Do(RotationStep step, RotationKey key) => Here with { Step = step, Selector = key.Selector, Key = key };

    /// <summary>Why the last step of this run failed, as a sentence.</summary>
    private string LastFailure => facts.Findings.LastOrDefault(finding => finding.Severity == FindingSeverity.Error)?.Message
        ?? (facts.Findings.Count > 0 ? facts.Findings[^1].Message : "see the findings.");

    private string NameOf(RotationKey key) => key.NameIn(Domain).Value;

    /// <summary>The record as a person finds it: where its name is an alias, the target is named too.</summary>
    private string RecordOf(RotationKey key) => facts.Looks.TryGetValue(key.Selector, out var look) && look.Target is { } target
        ? $"{PrintableText.Clean(target)}, to which {NameOf(key)} is an alias"
        : NameOf(key);

    private bool ByHand(RotationKey key) => policy.Manual || facts.ByHand.Contains(key.Selector);

    /// <summary>What servers that don't have what is wanted have instead, for people.</summary>
    private static string Texts(RecordObservation look) => string.Join(
        "; ",
        look.Servers.Where(server => server.Text.Length > 0).Select(server => PrintableText.Clean(server.Text))
            .Distinct()) is { Length: > 0 } text ? text : "nothing";

    private string Names(RecordObservation look, RecordWatch watch, Func<RecordState, bool> wanted) =>
        string.Join(", ", watch.Counted(look, now).Where(server => !wanted(server.Sight)).Select(server => server.Server).Distinct())
            is { Length: > 0 } names ? names : "the zone's name servers";

    /// <summary>Findings about servers that belong to any look.</summary>
    private void AddServerFindings(RecordObservation look, RecordWatch watch, RotationKey key)
    {
        findings.AddRange(look.Findings);
        foreach (var server in look.Servers.Where(server => server.Sight == RecordState.Silent && !server.ProvesNothing))
        {
            findings.Add((watch.IsLeftOut(server.Server, now) ? FindingTable.ServerLeftOut : FindingTable.ServerSilent).With(
                ("server", server.Server), ("name", NameOf(key))));
        }

        if (watch.Moved)
        {
            findings.Add(FindingTable.ServersChanged.With(("name", NameOf(key))));
        }

        if (look.Wildcard)
        {
            findings.Add(FindingTable.SelectorWildcard.With(("name", NameOf(key))));
        }
    }
}
