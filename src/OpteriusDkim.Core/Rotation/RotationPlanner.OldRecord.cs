using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation;

/// <content>The record of the key that signs until the switch.</content>
internal sealed partial class RotationPlanner
{
    /// <summary>
    /// Before the switch mail is signed with the old key, so its record has to be in DNS as well. The switch isn't held back by
    /// a lost one: it ends the damage. A compromised key's record may have been revoked on purpose.
    /// </summary>
    private RotationPlan? CheckOldRecord()
    {
        if (state.Phase >= RotationPhase.Draining || state.Compromised || NewSigns || !facts.Signing.Names(state.Old))
        {
            return null;
        }

        var key = state.Old;
        if (!facts.Looks.TryGetValue(key.Selector, out var look))
        {
            return Do(RotationStep.Look, key);
        }

        if (!look.Servers.Any(server => server.Sight is not (RecordState.Right or RecordState.Silent)))
        {
            return null;
        }

        var lost = FindingTable.SigningRecordLost.With(
            ("name", NameOf(key)), ("servers", Names(look, state.Watch, sight => sight is RecordState.Right or RecordState.Silent)));
        if (state.Aborting)
        {
            findings.Add(lost);
            return null;
        }

        return WaitForRecord(
            key, goes: false, $"Publish the record {RecordOf(key)} again, since mail is signed with its key, {ThenRun}", lost);
    }
}
