using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Planning;

/// <content>What the rotation waits for.</content>
internal sealed partial class PlanDraft
{
    public RotationPlan? Wait(RotationWait forWhat, string nextAction, params DkimFinding[] reported)
    {
        findings.AddRange(reported);
        waits.Add(Here with { WaitingFor = forWhat, NextAction = nextAction });
        return null;
    }

    public RotationPlan? WaitUntil(DateTime time, string nextAction)
    {
        waits.Add(Here with { WaitingFor = RotationWait.Time, NextAction = nextAction, NotBefore = time });
        return null;
    }

    /// <summary>Waits for a person to publish or remove a record.</summary>
    public RotationPlan? WaitForRecord(RotationKey key, bool goes, string nextAction, params DkimFinding[] reported)
    {
        if (!goes && Facts.ObservationOf(key) is { AliasFaults: { Count: > 0 } faults })
        {
            return WaitForAlias(key.Selector, [.. reported, .. faults]);
        }

        findings.AddRange(reported);
        waits.Add(
            Here with
            {
                WaitingFor = RotationWait.Person, NextAction = nextAction, RecordOf = key, RecordAt = TargetOf(key), RecordGoes = goes,
            });
        return null;
    }

    /// <summary>Waits for the owner of the domain to publish the CNAME of a delegated selector.</summary>
    public RotationPlan? WaitForAlias(string selector, IReadOnlyList<DkimFinding> reported)
    {
        findings.AddRange(reported);
        var target = Policy.Delegation!.TargetOf(Names.Selector.Parse(selector));
        waits.Add(
            Here with
            {
                WaitingFor = RotationWait.Person, AliasOf = selector,
                NextAction = $"Have the owner of {Domain} publish the CNAME {selector}._domainkey.{Domain} to {target}, {ThenRun}",
            });
        return null;
    }

    /// <summary>Waits for a person to correct the signer's tables.</summary>
    /// <param name="expected">The key that they should name; null for none.</param>
    public RotationPlan? WaitForTables(RotationKey? expected)
    {
        var found = Facts.Signing.Keys.Count == 0 ? "no key" : string.Join(" and ", Facts.Signing.Keys.Select(key => key.Selector));
        var orAbort = State.Aborting ? "" : $", or abort the {State.Kind.Noun()} with -Abort";
        return expected is null
            ? Wait(
                RotationWait.Person, $"Remove the signer's entries for {Domain}{orAbort}.",
                FindingTable.TablesNameKey.With(("found", found), ("domain", Domain), ("kind", State.Kind.Noun())))
            : Wait(
                RotationWait.Person, $"Change the signer's entries for {Domain} back to {expected.Selector}{orAbort}.",
                FindingTable.TablesChanged.With(("found", found), ("domain", Domain), ("expected", expected.Selector)));
    }
}
