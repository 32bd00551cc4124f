using System.Text;

namespace OpteriusDkim;

/// <content>Rotations.</content>
public static partial class View
{
    /// <summary>A rotation: where it stands, what it waits for and until when, and the record that somebody has to see to.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Rotation(DkimRotation rotation, int width)
    {
        var text = new StringBuilder($"{Bright}{Domain(rotation.Domain)}{Reset}  {rotation.OldSelector} -> {rotation.NewSelector ?? "?"}  {PhaseOf(rotation)}");
        if (rotation.EndedAt is { } ended)
        {
            text.Append("\n    ").Append(rotation.StartedAt is { } began ? $"from {Time(began)} " : "").Append("to ").Append(Time(ended));
        }
        else
        {
            text.Append('\n').Append(Wrap(rotation.NextAction, "    ", "    ", width));
            Append(text, "not before", rotation.NotBefore);
            Append(text, "the new key may sign from", rotation.SafeToActivateAt);
            Append(text, "the old record may go from", rotation.SafeToRemoveAt);
        }

        foreach (var step in rotation.Plan)
        {
            text.Append('\n').Append(Wrap(step.ToString(), "    ", new string(' ', 37), width));
        }

        // What the findings say of doing it by hand, the record below says better.
        foreach (var finding in rotation.Findings.Where(finding => finding.Code is not (nameof(FindingTable.PublishByHand) or nameof(FindingTable.RemoveByHand))))
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return rotation.Record is { } record ? text.Append("\n\n").Append(RecordToSee(record)).ToString() : text.ToString();
    }

    private static string RecordToSee(DkimDnsRecord record) => $"""
        {record.Type}, TTL {record.Ttl}; name, then value, which the property Record.Value has in one unbroken line:

        {Bright}{record.Name}{Reset}

        {record.Value}

        """;

    private static string PhaseOf(DkimRotation rotation) => rotation switch
    {
        { EndedAt: not null, Phase: RotationPhase.Removed } => $"{Green}Removed{Reset}",
        { EndedAt: not null } => $"{Yellow}Aborted{Reset}",
        { WaitingFor: RotationWait.Person } => $"{rotation.Phase}, {Yellow}waits for you{Reset}",
        { WaitingFor: RotationWait.Signer } => $"{rotation.Phase}, {Yellow}waits for the signer{Reset}",
        { WaitingFor: RotationWait.Dns } => $"{rotation.Phase}, waits for the name servers",
        { WaitingFor: RotationWait.Time } => $"{rotation.Phase}, waits for time to pass",
        _ => rotation.Phase.ToString(),
    };

    private static void Append(StringBuilder text, string label, DateTime? time)
    {
        if (time is { } moment)
        {
            text.Append("\n    ").Append(label).Append(": ").Append(Time(moment));
        }
    }
}
