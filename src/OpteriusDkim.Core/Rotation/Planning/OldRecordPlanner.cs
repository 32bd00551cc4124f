using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>
/// Checks the record of the key that signs until the switch: mail needs it as much as the new one. A lost record doesn't
/// delay the switch, which ends the damage. A compromised key's record may have been revoked on purpose.
/// </summary>
/// <param name="draft">The plan.</param>
internal sealed class OldRecordPlanner(PlanDraft draft)
{
    public RotationPlan? Plan()
    {
        var state = draft.State;
        if (state.Phase >= RotationPhase.Draining || state.Compromised || draft.NewSigns
            || state.Old is not { } key || !draft.Facts.Signing.Names(key))
        {
            return null;
        }

        if (draft.Facts.ObservationOf(key) is not { } observation)
        {
            return draft.Do(RotationStep.Observe, key);
        }

        if (observation.Servers.All(server => server.State is RecordState.Right or RecordState.Silent))
        {
            return null;
        }

        var servers = draft.ServersWithout(observation, state => state is RecordState.Right or RecordState.Silent);
        var lost = FindingTable.SigningRecordLost.With(("name", draft.NameOf(key)), ("servers", servers));
        if (state.Aborting)
        {
            draft.Report(lost);
            return null;
        }

        return draft.WaitForRecord(
            key,
            goes: false,
            $"Publish the record {draft.RecordOf(key)} again, since mail is signed with its key, {draft.ThenRun}",
            lost);
    }
}
