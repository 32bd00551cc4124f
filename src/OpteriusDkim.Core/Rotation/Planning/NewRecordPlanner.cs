using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>Plans the record of the new key: published, on all servers, and past all caches.</summary>
/// <param name="draft">The plan.</param>
internal sealed class NewRecordPlanner(PlanDraft draft)
{
    /// <summary>Publishes the record, unless somebody else has one there.</summary>
    public RotationPlan? PlanPublication(RotationKey key)
    {
        if (draft.Facts.ObservationOf(key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key);
        }

        draft.ReportServers(observation, key);
        if (draft.State.SignedBefore && draft.NewSigns && IsRightWhereServersAnswer(observation))
        {
            return new SwitchPlanner(draft).PlanSigning(key);
        }

        if (observation.AliasFaults.Count > 0 && !draft.NewSigns)
        {
            return draft.WaitForAlias(key.Selector, observation.AliasFaults);
        }

        if (!draft.State.PublishAsked && IsForeign(observation))
        {
            draft.ReportOnce(FindingTable.SelectorForeign.With(
                ("name", draft.NameOf(key)), ("text", PlanDraft.TextsOf(observation))));
            draft.State = draft.State.WithoutNew(recordGone: true);
            return new NewKeyPlanner(draft).Plan();
        }

        if (observation.Servers.Any(IsThere))
        {
            // The record of a key that was there before may have been there too: it isn't the rotation's to withdraw.
            var asked = draft.State.PublishAsked || !draft.State.Adopted;
            draft.State = draft.State with { Phase = RotationPhase.Published, PublishAsked = asked };
            return PlanProof(key);
        }

        return draft.Facts.HasTried(RotationStep.Publish, key.Selector)
            ? draft.Wait(
                RotationWait.Dns, $"Publishing the record {draft.NameOf(key)} failed: {draft.LastFailure} The next run tries again.")
            : draft.Do(RotationStep.Publish, key);
    }

    /// <summary>Whether the record is there, or something that only a person can correct since the key signs already.</summary>
    private bool IsThere(ServerObservation server) => server.State is RecordState.Right or RecordState.Broken
        || (draft.State.SignedBefore && server.State is (RecordState.Other or RecordState.Tombstone));

    /// <summary>Waits until all servers have had the record for as long as any cache can hold something else.</summary>
    public RotationPlan? PlanProof(RotationKey key)
    {
        if (draft.Facts.ObservationOf(key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key);
        }

        draft.ReportServers(observation, key);
        if (!draft.IsRightEverywhere(observation))
        {
            ReportLostRecord(key, observation);
            return observation.AliasFaults.Count > 0
                ? draft.WaitForAlias(key.Selector, observation.AliasFaults)
                : PlanSpreading(key, observation);
        }

        // Null only where all servers were silent in the observation that would have set it, and are left out by now.
        var since = draft.State.Watch.RightSince ?? draft.Now;
        var state = draft.State = draft.State with { Watch = draft.State.Watch with { RightSince = since } };
        var needed = state.Watch.Needed(draft.Policy.Ttl);
        if (!state.Compromised && draft.Now.Since(since) < needed)
        {
            return draft.WaitUntil(since.Utc + needed, "Waiting for cached DNS answers to expire.");
        }

        if (state.Compromised && needed > TimeSpan.Zero)
        {
            draft.ReportOnce(FindingTable.CachesAccepted.With(
                ("domain", draft.Domain), ("old", state.Old?.Selector), ("seconds", (long)needed.TotalSeconds)));
        }

        draft.State = state with { Phase = RotationPhase.Proven };
        draft.Facts = draft.Facts.Forget(key.Selector);
        return draft.Do(RotationStep.Observe, key);
    }

    /// <summary>Whether somebody else has a record there. A key that signs or whose record one server has isn't given up.</summary>
    private bool IsForeign(RecordObservation observation) =>
        observation.Servers.Any(server => server.State is RecordState.Other or RecordState.Tombstone)
        && !draft.NewSigns
        && !(draft.State.Adopted && observation.Servers.Any(server => server.State == RecordState.Right));

    /// <summary>Mail is signed with the key of a registration although its record isn't right.</summary>
    private void ReportLostRecord(RotationKey key, RecordObservation observation)
    {
        if (draft.State.SignedBefore)
        {
            draft.Report(FindingTable.SigningRecordLost.With(
                ("name", draft.NameOf(key)), ("servers", draft.ServersWithout(observation, state => state == RecordState.Right))));
        }
    }

    private static bool IsRightWhereServersAnswer(RecordObservation observation) =>
        observation.Servers.Any(server => server.State == RecordState.Right)
        && observation.Servers.All(server => server.State is RecordState.Right or RecordState.Silent);

    /// <summary>The record isn't right on every server yet: waits for DNS or for a person to publish it.</summary>
    private RotationPlan? PlanSpreading(RotationKey key, RecordObservation observation)
    {
        var states = draft.State.Watch.Counted(observation, draft.Now).Select(server => server.State).ToArray();
        if (states.Any(state => state is RecordState.Other or RecordState.Broken or RecordState.Tombstone))
        {
            return draft.WaitForRecord(
                key, goes: false, $"Correct the record {draft.RecordOf(key)}, {draft.ThenRun}",
                FindingTable.NewRecordWrong.With(
                    (
                        "servers",
                        draft.ServersWithout(observation, state => state is RecordState.Right or RecordState.Gone or RecordState.Silent)),
                    ("name", draft.NameOf(key)), ("text", PlanDraft.TextsOf(observation))));
        }

        var isManual = draft.IsManual(key);
        if (!states.Contains(RecordState.Right) && states.Contains(RecordState.Gone))
        {
            if (isManual)
            {
                return draft.WaitForRecord(key, goes: false, $"Publish the record {draft.RecordOf(key)}, {draft.ThenRun}");
            }

            return draft.Facts.HasTried(RotationStep.Publish, key.Selector)
                ? draft.Wait(RotationWait.Dns, $"Waiting until the zone's name servers have the record {draft.NameOf(key)}.")
                : draft.Do(RotationStep.Publish, key);
        }

        var spreading = FindingTable.RecordSpreading.With(
            ("servers", draft.ServersWithout(observation, state => state == RecordState.Right)), ("name", draft.NameOf(key)));

        // Where no server can be asked, the record may be missing: the person who has to publish it needs to see it.
        return isManual && !states.Contains(RecordState.Right)
            ? draft.WaitForRecord(
                key,
                goes: false,
                $"Publish the record {draft.RecordOf(key)} and make sure that this host can reach the zone's name servers, {draft.ThenRun}",
                spreading)
            : draft.Wait(RotationWait.Dns, $"Waiting until all name servers have the record {draft.NameOf(key)}.", spreading);
    }
}
