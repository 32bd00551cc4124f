namespace OpteriusDkim;

/// <content>What is shown while rotations are carried on.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>What somebody was asked to do already, by domain; so that it is asked once.</summary>
    private readonly Dictionary<string, string> asking = new(StringComparer.Ordinal);

    /// <summary>What is wrong with mail that is signed now is also a warning, for callers that don't read the object.</summary>
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
            asking.Remove(rotation.Domain);
        }
        else if (!asking.TryGetValue(rotation.Domain, out var before) || before != rotation.NextAction)
        {
            asking[rotation.Domain] = rotation.NextAction;
            Work.ReportWaiting(rotation.Record is { } record
                ? $"Action required for {rotation.Domain}. {rotation.NextAction} Name: {record.Name} Value: {record.Value}"
                : $"Action required for {rotation.Domain}. {rotation.NextAction}");
        }
    }
}
