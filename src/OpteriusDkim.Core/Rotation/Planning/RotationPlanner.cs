namespace OpteriusDkim.Rotation.Planning;

/// <summary>
/// Decides what a rotation's next step is, or what it waits for. A pure function of the journal's state, the facts of
/// this run, the policy and the time.
/// </summary>
internal static class RotationPlanner
{
    /// <summary>Plans. The history has the selectors that were used before.</summary>
    public static RotationPlan Plan(
        RotationState state, RotationFacts facts, RotationPolicy policy, IReadOnlyList<string> history, BootTimestamp now)
    {
        var draft = new PlanDraft(state, facts, policy, history, now);
        if (facts.Signing.ProblemOf(state.Kind) is { } problem)
        {
            return draft.Finish(draft.Wait(RotationWait.Signer, $"Correct the signer's tables: {problem.Message}", problem));
        }

        return draft.Finish(state.EndsUnsigned ? PlanUnsigned(draft) : PlanNewKey(draft) ?? new OutgoingKeyPlanner(draft).Plan());
    }

    /// <summary>What is left to do after the end of a rotation.</summary>
    public static string NoAction(RotationKind kind, RotationPhase end) =>
        $"No action needed: the {kind.Noun()} {(end == RotationPhase.Aborted ? "was aborted" : "is complete")}.";

    /// <summary>The next step of a domain that no key signs for in the end. Nothing is removed before signing has stopped.</summary>
    private static RotationPlan? PlanUnsigned(PlanDraft draft)
    {
        var step = new StopPlanner(draft).Plan();
        return draft.State.Phase < RotationPhase.Draining ? step : step ?? new OutgoingKeyPlanner(draft).Plan();
    }

    /// <summary>The next step of the new key: generated, published, proven, switched to.</summary>
    private static RotationPlan? PlanNewKey(PlanDraft draft)
    {
        var keys = new NewKeyPlanner(draft);
        var signing = new SwitchPlanner(draft);
        if ((signing.PlanStop() ?? keys.PlanLostKey() ?? new OldRecordPlanner(draft).Plan()) is { } step)
        {
            return step;
        }

        if (draft.State.New is not { } key)
        {
            return draft.State.Aborting ? null : keys.Plan();
        }

        if (draft.State.Phase < RotationPhase.Draining && !signing.AreTablesAsExpected())
        {
            return null;
        }

        return draft.State.Phase switch
        {
            RotationPhase.Prepared => new NewRecordPlanner(draft).PlanPublication(key),
            RotationPhase.Published => new NewRecordPlanner(draft).PlanProof(key),
            RotationPhase.Proven => signing.PlanSwitch(key),
            RotationPhase.Draining => signing.PlanAfterSwitch(key),
            _ => null,
        };
    }
}
