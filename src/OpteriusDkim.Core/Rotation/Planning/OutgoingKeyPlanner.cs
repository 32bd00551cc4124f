using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>Plans keys that no longer sign: unused, drained, their records removed, deleted.</summary>
/// <param name="draft">The plan.</param>
internal sealed class OutgoingKeyPlanner(PlanDraft draft)
{
    public RotationPlan? Plan()
    {
        // Before the switch only keys that never signed are removed; after it none that did while something is wrong with what signs.
        var mayRemove = draft.State.Phase < RotationPhase.Draining || !draft.IsWaiting;
        foreach (var key in draft.State.Outgoing.Where(key => !key.IsDone).ToArray())
        {
            if ((mayRemove || !key.Signed || key.RemovalAsked) && Plan(key) is { } step)
            {
                return step;
            }
        }

        return null;
    }

    private RotationPlan? Plan(OutgoingKey key)
    {
        if (draft.Facts.Signing.Names(key.Key))
        {
            draft.State = draft.State.With((key with { Signed = true }).Reactivated());
            return draft.WaitForTables(draft.State.SignsInTheEnd);
        }

        if (key.RecordGone)
        {
            return PlanDeletion(key);
        }

        return !key.Signed || key is { RemovalAsked: true, UnusedSince: not null } ? PlanRetirement(key) : PlanDrain(key);
    }

    /// <summary>Waits until no mail needs the key's record, which begins when all running signers are proven not to use the key.</summary>
    private RotationPlan? PlanDrain(OutgoingKey key)
    {
        var drain = key.Compromised ? TimeSpan.Zero : draft.Policy.Drain;
        var delivered = $"Waiting until mail signed with {key.Key.Selector} has been delivered.";
        if (key.UnusedSince is { } since && draft.Now.Since(since) < drain)
        {
            return draft.WaitUntil(since.Utc + drain, delivered);
        }

        if (draft.Facts.Proof is not { } proof)
        {
            return draft.Do(RotationStep.Prove, key.Key);
        }

        if (proof.Outcome != ProofOutcome.Proved)
        {
            // A signer that can't be asked may be using any of the outgoing keys: mail since then needs the whole drain.
            draft.State = draft.State with
            {
                Outgoing = [.. draft.State.Outgoing.Select(other => other == key || !other.RemovalAsked ? other.Reactivated() : other)],
            };
            return draft.Wait(
                RotationWait.Signer,
                "Make sure that every running signer has loaded the current tables. The key and the record of "
                + $"{key.Key.Selector} are kept until then.",
                [.. proof.Findings, FindingTable.SignerUnproved.With(("domain", draft.Domain))]);
        }

        if (key.UnusedSince is null)
        {
            key = key with { UnusedSince = draft.Now };
            draft.State = draft.State.With(key);
            if (drain > TimeSpan.Zero)
            {
                return draft.WaitUntil(draft.Now.Utc + drain, delivered);
            }
        }

        return PlanRetirement(key);
    }

    private RotationPlan? PlanRetirement(OutgoingKey key)
    {
        if (draft.Facts.ObservationOf(key.Key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key.Key);
        }

        if (IsRetired(key, observation))
        {
            if (observation.Servers.Any(server => server.State == RecordState.Other))
            {
                draft.Report(FindingTable.RemovalForeign.With(("name", draft.NameOf(key.Key))));
            }

            return PlanDeletion(Gone(key, observation));
        }

        draft.ReportServers(observation, key.Key);
        if (!draft.Facts.HasTried(RotationStep.Retire, key.Key.Selector))
        {
            return draft.Do(RotationStep.Retire, key.Key);
        }

        var name = draft.RecordOf(key.Key);
        var isThere = draft.State.Watch.Counted(observation, draft.Now)
            .Any(server => server.State is RecordState.Right or RecordState.Broken);
        if (draft.IsManual(key.Key) && isThere)
        {
            var action = draft.Policy.LeavesTombstone(key)
                ? $"Replace the record {name} with one that has an empty p="
                : $"Remove the record {name}";
            return draft.WaitForRecord(key.Key, goes: true, $"{action}, {draft.ThenRun}");
        }

        var servers = draft.ServersWithout(
            observation, state => state is not (RecordState.Right or RecordState.Broken or RecordState.Silent));
        return draft.Wait(
            RotationWait.Dns, $"Waiting until no name server has the record {draft.NameOf(key.Key)} any longer.",
            FindingTable.RecordSpreading.With(("servers", servers), ("name", draft.NameOf(key.Key))));
    }

    /// <summary>Whether the key's record is gone everywhere, and a tombstone is where one is wanted.</summary>
    private bool IsRetired(OutgoingKey key, RecordObservation observation) => draft.IsEverywhere(
        observation, state => state == RecordState.Tombstone
            || (state is RecordState.Gone or RecordState.Other && (key.RemovalAccepted || !(key.Signed || key.PublishAsked))));

    /// <summary>The key without a record; for a delegated selector, with what decides when it is used again.</summary>
    private OutgoingKey Gone(OutgoingKey key, RecordObservation observation)
    {
        var (isReused, watch) = (draft.Policy.Delegation?.Has(key.Key.Selector) == true, draft.State.Watch);
        return key with
        {
            RecordGone = true,
            GoneAt = isReused ? draft.Now : null,
            NsTtl = isReused && watch.Moved ? watch.NsTtl : 0,

            // A server that gave something else may have the record after all.
            PartlyPublished = key.PartlyPublished
                || (isReused && observation.Servers.Any(server => server.State == RecordState.Other)),
        };
    }

    private RotationPlan? PlanDeletion(OutgoingKey key)
    {
        if (key.Kept)
        {
            draft.State = draft.State.With(key);
            return null;
        }

        var isGone = !draft.Facts.Has(key.Key);
        draft.State = draft.State.With(key with { KeyGone = key.KeyGone || isGone });
        if (isGone)
        {
            return null;
        }

        return draft.Facts.HasTried(RotationStep.DeleteKey, key.Key.Selector)
            ? draft.Wait(
                RotationWait.Person,
                $"Deleting the key {key.Key.Selector} of {draft.Domain} failed: {draft.LastFailure} The next run tries again.")
            : draft.Do(RotationStep.DeleteKey, key.Key);
    }
}
