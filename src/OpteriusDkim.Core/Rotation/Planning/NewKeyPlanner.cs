using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>Plans the new key itself: its selector, and what to do when somebody deleted it.</summary>
/// <param name="draft">The plan.</param>
internal sealed class NewKeyPlanner(PlanDraft draft)
{
    /// <summary>Chooses a selector at which nothing is published, and has a key generated.</summary>
    public RotationPlan? Plan() => draft.Policy.Delegation is { } delegation
        ? new DelegatedSelectorPlanner(draft, delegation).Plan()
        : PlanFromTemplate();

    private RotationPlan? PlanFromTemplate()
    {
        var (state, facts, policy) = (draft.State, draft.Facts, draft.Policy);
        if (facts.Tried.Any(tried => tried.Step == RotationStep.Generate && state.Skipped.Contains(tried.Selector)))
        {
            // What made one selector unfit may make all of them unfit, so one is tried per run.
            return draft.Wait(
                RotationWait.Nothing, $"Resolve the findings of {draft.Domain}. The next run tries another selector.");
        }

        var selector = state.Wanted is { } wanted && !IsTaken(wanted) ? wanted : policy.Template.Next(
            draft.Domain, PreviousSelector, state.Algorithm ?? policy.Key.Algorithm, draft.Now.Utc, IsTaken);
        if (selector is null)
        {
            return draft.Wait(
                RotationWait.Person,
                $"The template {policy.Template} has no free selector left for {draft.Domain}. Abort this rotation with -Abort, then use "
                + "-NewSelector or set rotation.selector.");
        }

        if (!facts.Observations.TryGetValue(selector, out var observation))
        {
            return draft.Do(RotationStep.Observe, selector);
        }

        if (observation.Servers.Any(server => server.State is not (RecordState.Gone or RecordState.Silent)))
        {
            draft.ReportOnce(FindingTable.SelectorForeign.With(
                ("name", new RecordName(draft.Domain, Selector.Parse(selector))), ("text", PlanDraft.TextsOf(observation))));
            draft.State = state with { Skipped = [.. state.Skipped, selector] };
            return PlanFromTemplate();
        }

        return facts.HasTried(RotationStep.Generate, selector)
            ? draft.Wait(
                RotationWait.Person, $"Storing a key for {draft.Domain} failed: {draft.LastFailure} The next run tries again.")
            : draft.Do(RotationStep.Generate, selector);
    }

    /// <summary>Where the new key is no longer in the store: gives it up, or waits for a person where it signs.</summary>
    public RotationPlan? PlanLostKey()
    {
        var state = draft.State;
        if (state.New is not { } lost || draft.Facts.Has(lost))
        {
            return null;
        }

        if (draft.NewSigns || state.Phase >= RotationPhase.Draining)
        {
            return draft.Wait(
                RotationWait.Person,
                $"Restore the key {lost.Selector} of {draft.Domain} from a backup, or run: Invoke-DkimRotation {draft.Domain} -Compromised",
                FindingTable.SigningKeyDeleted.With(("selector", lost.Selector), ("domain", draft.Domain)));
        }

        if (!state.Aborting)
        {
            draft.ReportOnce(FindingTable.NewKeyDeleted.With(("selector", lost.Selector), ("domain", draft.Domain)));

            // An adopted key may have signed mail before, and its record is of no use without it.
            draft.State = (state.Adopted ? state with { Adopted = false, PublishAsked = true, NewSigned = true } : state)
                .WithoutNew(recordGone: false);
            return null;
        }

        // The abort was to switch back to this key. What the tables name now stays.
        draft.ReportOnce(state.Old is { } other
            ? FindingTable.AbortImpossible.With(("selector", lost.Selector), ("domain", draft.Domain), ("new", other.Selector))
            : FindingTable.ResumeImpossible.With(("selector", lost.Selector), ("domain", draft.Domain)));
        draft.State = (state with
        {
            Aborting = false,
            Old = lost,
            New = state.Old,
            Phase = RotationPhase.Draining,
            Watch = state.Watch.ForAnother(),
        }).StartRetiring(new OutgoingKey(lost, Signed: true) { PublishAsked = true, KeyGone = true });
        return null;
    }

    /// <summary>The selector that the new one follows.</summary>
    private string PreviousSelector =>
        draft.State.Old?.Selector ?? draft.State.Wanted ?? (draft.State.Skipped.Count > 0 ? draft.State.Skipped[0] : "");

    /// <summary>A selector whose key was to be generated, and wasn't stored, is free: its record was never published.</summary>
    private bool IsTaken(string selector) =>
        draft.Facts.Stored.Any(key => key.Selector == selector)
        || draft.Facts.Signing.Keys.Any(key => key.Selector == selector)
        || (draft.History.Contains(selector) && draft.State.Intent != new RotationIntent(RotationStep.Generate, selector))
        || draft.State.Skipped.Contains(selector)
        || draft.State.Outgoing.Any(key => key.Key.Selector == selector)
        || draft.State.Old?.Selector == selector;
}
