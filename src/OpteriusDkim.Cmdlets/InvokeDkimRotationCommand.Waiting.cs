namespace OpteriusDkim;

/// <content>Output while rotations run.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>The last required action that was shown, by domain, so that each is shown once.</summary>
    private readonly Dictionary<string, string> shownActions = new(StringComparer.Ordinal);

    /// <summary>Errors are also written as warnings, for callers that don't read the object.</summary>
    private void Emit(DkimRotation rotation)
    {
        foreach (var finding in rotation.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
        {
            Work.Warn(finding);
        }

        Work.Emit(rotation);
    }

    private void ShowWaiting(DkimRotation rotation, DateTime next)
    {
        Work.ShowWait(rotation.Domain, $"{(rotation.IsAborting ? "Aborting" : rotation.Phase)}: {rotation.NextAction}", next);
        if (rotation.WaitingFor != RotationWait.Person)
        {
            shownActions.Remove(rotation.Domain);
        }
        else if (!shownActions.TryGetValue(rotation.Domain, out var before) || before != rotation.NextAction)
        {
            shownActions[rotation.Domain] = rotation.NextAction;
            Work.ReportWaiting(rotation.Record is { } record
                ? $"Action required for {rotation.Domain}. {rotation.NextAction} Name: {record.Name} Value: {record.Value}"
                : $"Action required for {rotation.Domain}. {rotation.NextAction}");
        }
    }
}
