using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>Plans what the signer's tables name: the old key, nothing, or the new one.</summary>
/// <param name="draft">The plan.</param>
internal sealed class SwitchPlanner(PlanDraft draft)
{
    /// <summary>Stops signing with a compromised key whose successor isn't published in time: unsigned mail is the lesser damage.</summary>
    public RotationPlan? PlanStop()
    {
        var (state, facts) = (draft.State, draft.Facts);
        if (!state.Compromised || state.Phase >= RotationPhase.Draining || draft.NewSigns
            || state.Old is not { } old || !facts.Signing.Names(old)
            || draft.Now.Since(state.StartedAt) < draft.Policy.CompromisedWait
            || facts.HasTried(RotationStep.StopSigning, old.Selector))
        {
            return null;
        }

        // A switch is better where the new record is everywhere by now. Where it may be, that is observed first.
        return state.New is { } key && (facts.ObservationOf(key) is { } observation
            ? draft.IsRightEverywhere(observation)
            : facts.Has(key) && state.Phase >= RotationPhase.Published)
            ? null
            : draft.Do(RotationStep.StopSigning, old);
    }

    /// <summary>
    /// Whether the tables name what they should before the switch: the old key, or nothing where signing was stopped. Where
    /// they name the new key alone, the rotation continues with that.
    /// </summary>
    public bool AreTablesAsExpected()
    {
        var signing = draft.Facts.Signing;
        draft.State = draft.NewSigns && !draft.State.NewSigned ? draft.State with { NewSigned = true } : draft.State;
        var state = draft.State;
        if (draft.NewSigns && signing.Keys.Count == 1)
        {
            if (state is { Phase: < RotationPhase.Proven, SignedBefore: false } && state.Intent?.Step != RotationStep.Switch)
            {
                draft.Report(state.Old is { } replaced
                    ? FindingTable.SwitchedEarly.With(
                        ("selector", state.New!.Selector), ("domain", draft.Domain), ("old", replaced.Selector))
                    : FindingTable.SignsUnproven.With(("selector", state.New!.Selector), ("domain", draft.Domain)));
            }

            return true;
        }

        if (state.SigningStopped && signing.Keys.Count == 0)
        {
            draft.Report(FindingTable.CompromisedUnsigned.With(
                ("domain", draft.Domain), ("old", state.Old?.Selector), ("new", state.New!.Selector)));
            return true;
        }

        var expected = state.SignsUntilSwitch;
        if (expected is null ? signing.Keys.Count == 0 && state.Old is null : signing.Names(expected) && !draft.NewSigns)
        {
            return true;
        }

        draft.WaitForTables(state.Old is null && !state.NewSigned ? null : expected ?? state.New!);
        return false;
    }

    /// <summary>Switches where the record is still proven.</summary>
    public RotationPlan? PlanSwitch(RotationKey key)
    {
        if (draft.Facts.ObservationOf(key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key);
        }

        // The zone may have moved, or been wrong for a moment, since the record was proven.
        var (state, now) = (draft.State, draft.Now);
        var isPastCaches = state.Compromised || state.Watch.IsPastCaches(draft.Policy.Ttl, now);
        if (!isPastCaches || !draft.IsRightEverywhere(observation))
        {
            draft.State = state with { Phase = RotationPhase.Published };
            return new NewRecordPlanner(draft).PlanProof(key);
        }

        return PlanSigning(key);
    }

    /// <summary>
    /// Switches. Where a registration finds that the tables name the key, nothing is changed if the running signers are proven to use it.
    /// </summary>
    public RotationPlan? PlanSigning(RotationKey key)
    {
        var state = draft.State;
        if (draft.Facts.HasTried(RotationStep.Switch, key.Selector))
        {
            return draft.Wait(
                RotationWait.Signer, $"Switching the signer to {key.Selector} failed: {draft.LastFailure} The next run tries again.",
                state.Old is { } stays
                    ? FindingTable.SwitchNotMade.With(("domain", draft.Domain), ("old", stays.Selector), ("new", key.Selector))
                    : FindingTable.EnableNotMade.With(("domain", draft.Domain), ("selector", key.Selector)));
        }

        var mayBeUnchanged = state.Old is null && draft.NewSigns && state.Intent?.Step != RotationStep.Switch;
        if (mayBeUnchanged && draft.Facts.Proof is null)
        {
            return draft.Do(RotationStep.Prove, key);
        }

        if (!mayBeUnchanged || draft.Facts.Proof!.Outcome != ProofOutcome.Proved)
        {
            return draft.Do(RotationStep.Switch, key);
        }

        draft.State = state with { Phase = RotationPhase.Draining };
        return null;
    }

    /// <summary>After the switch: the new key has to sign, and its record has to stay.</summary>
    public RotationPlan? PlanAfterSwitch(RotationKey key)
    {
        if (!draft.NewSigns || draft.Facts.Signing.Keys.Count > 1)
        {
            // Whatever signed in between has to be proven unused again.
            draft.State = draft.State with { Outgoing = [.. draft.State.Outgoing.Select(old => old.Reactivated())] };
            return draft.WaitForTables(key);
        }

        if (draft.Facts.ObservationOf(key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key);
        }

        draft.ReportServers(observation, key);
        if (draft.IsRightEverywhere(observation))
        {
            return null;
        }

        var states = draft.State.Watch.Counted(observation, draft.Now).Select(server => server.State).ToArray();
        if (states.All(state => state is RecordState.Right or RecordState.Silent))
        {
            return draft.Wait(RotationWait.Dns, "Waiting until all name servers answer.");
        }

        var servers = draft.ServersWithout(observation, state => state is RecordState.Right or RecordState.Silent);
        draft.ReportOnce(FindingTable.SigningRecordLost.With(("name", draft.NameOf(key)), ("servers", servers)));
        return !states.Contains(RecordState.Gone) || draft.Facts.HasTried(RotationStep.Publish, key.Selector) || draft.IsManual(key)
            ? draft.WaitForRecord(
                key,
                goes: false,
                $"Publish the record {draft.RecordOf(key)} again, since mail is signed with its key, {draft.ThenRun}")
            : draft.Do(RotationStep.Publish, key);
    }
}
