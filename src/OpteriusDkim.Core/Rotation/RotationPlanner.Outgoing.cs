using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation;

/// <content>Keys that no longer sign: unused, drained, their records removed, deleted.</content>
internal sealed partial class RotationPlanner
{
    private RotationPlan? PlanOutgoing()
    {
        // Nothing is taken away while something is wrong with what signs; before the switch only what never signed goes.
        var mayTakeAway = state.Phase < RotationPhase.Draining || waits.Count == 0;
        foreach (var key in state.Outgoing.Where(key => !key.IsDone).ToArray())
        {
            if (!mayTakeAway && key.Signed && !key.RemovalAsked)
            {
                continue;
            }

            if (PlanOutgoing(key) is { } step)
            {
                return step;
            }
        }

        return null;
    }

    private RotationPlan? PlanOutgoing(OutgoingKey key)
    {
        if (facts.Signing.Names(key.Key))
        {
            state = state.With((key with { Signed = true }).Reactivated());
            WaitForTables(state.New ?? state.Old);
            return null;
        }

        if (!key.RecordGone && PlanUnused(ref key, out var step))
        {
            return step;
        }

        return key.RecordGone ? PlanDeletion(key) : PlanRetirement(key);
    }

    /// <summary>Waits until no mail needs the key's record; true where it has to wait, or to do something first.</summary>
    private bool PlanUnused(ref OutgoingKey key, out RotationPlan? step)
    {
        step = null;
        if (!key.Signed || (key.RemovalAsked && key.UnusedSince is not null))
        {
            return false;
        }

        var drain = key.Compromised ? TimeSpan.Zero : policy.Drain;
        if (key.UnusedSince is { } since && now.Since(since) < drain)
        {
            WaitUntil(since.Utc + drain, $"Waiting until mail signed with {key.Key.Selector} has been delivered.");
            return true;
        }

        if (facts.Proof is null)
        {
            step = state.Phase >= RotationPhase.Draining && state.New is { } signs ? Do(RotationStep.Prove, signs)
                : Here with { Step = RotationStep.Prove, Selector = key.Key.Selector };
            return true;
        }

        if (facts.Proof.Outcome != ProofOutcome.Proved)
        {
            // A signer that can't be asked may be signing with the old key as well: mail since then needs the whole drain.
            key = key.Reactivated();
            state = state.With(key);
            Wait(
                RotationWait.Signer,
                "Make sure that every running signer has loaded the current tables. The key and the record of "
                + $"{key.Key.Selector} are kept until then.",
                [.. facts.Proof.Findings, FindingTable.SignerUnproved.With(("domain", Domain))]);
            return true;
        }

        if (key.UnusedSince is null)
        {
            key = key with { UnusedSince = now };
            state = state.With(key);
            if (drain > TimeSpan.Zero)
            {
                WaitUntil(now.Utc + drain, $"Waiting until mail signed with {key.Key.Selector} has been delivered.");
                return true;
            }
        }

        return false;
    }

    private RotationPlan? PlanRetirement(OutgoingKey key)
    {
        if (!facts.Looks.TryGetValue(key.Key.Selector, out var look))
        {
            return Do(RotationStep.Look, key.Key);
        }

        if (IsRetired(key, look))
        {
            if (look.Servers.Any(server => server.Sight == RecordState.Other))
            {
                findings.Add(FindingTable.RemovalForeign.With(("name", NameOf(key.Key))));
            }

            key = key with { RecordGone = true };
            state = state.With(key);
            return PlanDeletion(key);
        }

        AddServerFindings(look, state.Watch, key.Key);
        if (!facts.HasTried(RotationStep.Retire, key.Key.Selector))
        {
            return Do(RotationStep.Retire, key.Key);
        }

        var what = policy.LeavesTombstone(key) ? "Replace the record {0} with one that has an empty p=" : "Remove the record {0}";
        var action = $"{what.Replace("{0}", RecordOf(key.Key), StringComparison.Ordinal)}, {ThenRun}";
        var stands = state.Watch.Counted(look, now).Any(server => server.Sight is RecordState.Right or RecordState.Broken);
        return ByHand(key.Key) && stands ? WaitForRecord(key.Key, goes: true, action)
            : Wait(
                RotationWait.Dns, $"Waiting until no name server has the record {NameOf(key.Key)} any longer.",
                FindingTable.RecordSpreading.With(
                    (
                        "servers",
                        Names(look, state.Watch, sight => sight is not (RecordState.Right or RecordState.Broken or RecordState.Silent))),
                    ("name", NameOf(key.Key))));
    }

    /// <summary>Whether our key isn't there any more, and a tombstone is where one is wanted.</summary>
    private bool IsRetired(OutgoingKey key, RecordObservation look) => state.Watch.All(
        look, now, sight => sight == RecordState.Tombstone
            || (sight is RecordState.Gone or RecordState.Other && (key.RemovalTaken || !(key.Signed || key.Handed))));

    private RotationPlan? PlanDeletion(OutgoingKey key)
    {
        if (facts.Has(key.Key))
        {
            return facts.HasTried(RotationStep.DeleteKey, key.Key.Selector)
                ? Wait(
                    RotationWait.Person, $"Deleting the key {key.Key.Selector} of {Domain} failed: {LastFailure} The next run tries again.")
                : Do(RotationStep.DeleteKey, key.Key);
        }

        state = state.With(key with { KeyGone = true });
        return null;
    }
}
