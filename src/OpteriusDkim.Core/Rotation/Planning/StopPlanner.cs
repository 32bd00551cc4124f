using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>Plans that no key signs for a domain: a retirement, or a registration that is aborted after its key signed.</summary>
/// <param name="draft">The plan.</param>
internal sealed class StopPlanner(PlanDraft draft)
{
    public RotationPlan? Plan()
    {
        RetireSigningKeys();
        var state = draft.State;
        var signing = draft.Facts.Signing.Keys.ToLookup(key => state.Outgoing.Any(outgoing => outgoing.Key.Selector == key.Selector));
        var (outgoing, others) = (signing[true].ToArray(), signing[false].ToArray());

        // After an aborted registration another key may sign, but both are removed from the tables together.
        if (others.Length > 0 && (outgoing.Length > 0 || state.Kind == RotationKind.Retirement))
        {
            return draft.WaitForTables(null);
        }

        if (state.Phase >= RotationPhase.Draining)
        {
            return outgoing.Length == 0 ? null : PlanSigningAgain();
        }

        // A run that was killed may have written the tables without a reload.
        if (outgoing.Length == 0 && (others.Length > 0 || state is not { Old: not null, Intent.Step: RotationStep.StopSigning }))
        {
            draft.State = state with { Phase = RotationPhase.Draining };
            return null;
        }

        state = draft.State = outgoing.Length > 0 ? state with { Old = outgoing[0] } : state;
        return draft.Facts.HasTried(RotationStep.StopSigning, state.Old!.Selector)
            ? draft.Wait(
                RotationWait.Signer,
                $"Removing {draft.Domain} from the signer's tables failed: {draft.LastFailure} The next run tries again.",
                FindingTable.StopNotMade.With(("domain", draft.Domain), ("selector", state.Old.Selector)))
            : draft.Do(RotationStep.StopSigning, state.Old);
    }

    /// <summary>Until signing stops, a key of the store that was enabled by hand is retired with the others.</summary>
    private void RetireSigningKeys()
    {
        if (draft.State is not { Kind: RotationKind.Retirement, Phase: < RotationPhase.Draining })
        {
            return;
        }

        foreach (var key in draft.Facts.Signing.Keys.Where(draft.Facts.Has))
        {
            var outgoing = draft.State.Outgoing.FirstOrDefault(outgoing => outgoing.Key == key)
                ?? new OutgoingKey(key, Signed: true) { PublishAsked = true, WithDomain = true };
            draft.State = draft.State.StartRetiring((outgoing with { Signed = true }).Reactivated());
        }
    }

    /// <summary>Somebody enabled signing again. Whatever signed in between has to be proven unused again.</summary>
    private RotationPlan? PlanSigningAgain()
    {
        draft.State = draft.State with { Outgoing = [.. draft.State.Outgoing.Select(key => key.Reactivated())] };
        return draft.WaitForTables(null);
    }
}
