using System.Text;

namespace OpteriusDkim;

/// <content>Rotations.</content>
public static partial class View
{
    /// <summary>A rotation: its phase, what it waits for, and the record that the user has to publish or remove.</summary>
    private static string Rotation(ShownObject rotation, int width)
    {
        var text = new StringBuilder($"{Bright}{Domain(rotation.Text(nameof(DkimRotation.Domain)))}{Reset}  {Summary(rotation)}");
        if (rotation.Time(nameof(DkimRotation.EndedAt)) is { } ended)
        {
            // Without a start nothing was changed: the domain was registered already.
            text.Append(rotation.Time(nameof(DkimRotation.StartedAt)) is { } began
                ? $"\n{Indent}from {Time(began)} to {Time(ended)}"
                : "");
        }
        else
        {
            text.Append('\n').Append(Wrap(rotation.Text(nameof(DkimRotation.NextAction)) ?? "", Indent, Indent, width));
            Append(text, "not before", rotation.Time(nameof(DkimRotation.NotBefore)));
            Append(text, "new key can sign from", rotation.Time(nameof(DkimRotation.SafeToActivateAt)));
            Append(text, "old record can be removed from", rotation.Time(nameof(DkimRotation.SafeToRemoveAt)));
        }

        foreach (var step in rotation.Objects(nameof(DkimRotation.Plan)))
        {
            text.Append('\n').Append(Wrap(step.ToString(), Indent, new string(' ', 37), width));
        }

        // The findings on changes by hand are replaced by the record below.
        text.Append(
            rotation.Objects(nameof(DkimRotation.Findings)).Where(finding =>
                finding.Text(nameof(DkimFinding.Code)) is not (nameof(FindingTable.PublishByHand) or nameof(FindingTable.RemoveByHand))),
            width);
        if (rotation.Object(nameof(DkimRotation.Record)) is { } record)
        {
            text.Append("\n\n").Append(HeadOf(rotation)).Append('\n').Append(Lines(record, width));
            text.Append(rotation.Is(nameof(DkimRotation.RecordAction), "Publish") ? HowToCopy(record, width) : "").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The heading of the record, which distinguishes records to remove from records to publish.</summary>
    private static string HeadOf(ShownObject rotation) => rotation.Text(nameof(DkimRotation.RecordAction)) switch
    {
        "Remove" => $"{Yellow}Remove this record:{Reset}",
        "Replace" => $"{Yellow}Replace the record with this one:{Reset}",
        _ => "Publish this record:",
    };

    private static string Summary(ShownObject rotation)
    {
        var phase = rotation.Text(nameof(DkimRotation.Phase)) ?? "";
        var kind = rotation.Text(nameof(DkimRotation.Kind));
        var (old, other) = (rotation.Text(nameof(DkimRotation.OldSelector)), rotation.Text(nameof(DkimRotation.NewSelector)));
        if (rotation.Time(nameof(DkimRotation.EndedAt)) is null)
        {
            var change = kind switch
            {
                nameof(RotationKind.Registration) => $"register {other}".TrimEnd(),
                nameof(RotationKind.Retirement) => $"retire {old}".TrimEnd(),
                _ => $"{old} -> {other ?? "?"}",
            };
            var isPlanned = rotation.Objects(nameof(DkimRotation.Plan)).Any();
            return $"{change}  {(isPlanned ? "Planned" : PhaseOf(rotation) + WaitOf(rotation, phase))}";
        }

        return phase == nameof(RotationPhase.Completed)
            ? $"{Green}Completed{Reset}: {Completed(kind, old, other)}"
            : $"{Yellow}Aborted{Reset}{Stays(kind, old)}";
    }

    private static string Completed(string? kind, string? old, string? other) => kind switch
    {
        nameof(RotationKind.Registration) => $"signs with {other}",
        nameof(RotationKind.Retirement) => "no longer signed",
        _ => $"{other} replaced {old}",
    };

    private static string Stays(string? kind, string? old) => kind switch
    {
        nameof(RotationKind.Registration) => ": not registered",
        nameof(RotationKind.Retirement) => ": still registered",
        _ => $": {old} stays",
    };

    private static string PhaseOf(ShownObject rotation)
    {
        if (rotation.Flag(nameof(DkimRotation.IsAborting)) != true)
        {
            return rotation.Text(nameof(DkimRotation.Phase)) ?? "";
        }

        return rotation.Text(nameof(DkimRotation.OldSelector)) is { } old
            ? $"{Yellow}Aborting{Reset} ({old} stays)"
            : $"{Yellow}Aborting{Reset}";
    }

    private static string WaitOf(ShownObject rotation, string phase) => rotation.Text(nameof(DkimRotation.WaitingFor)) switch
    {
        nameof(RotationWait.Person) => $", {Yellow}action required{Reset}",
        nameof(RotationWait.Signer) => $", {Yellow}waiting for the signer{Reset}",
        nameof(RotationWait.Dns) => ", waiting for the name servers",
        nameof(RotationWait.Time) when phase == nameof(RotationPhase.Draining) => ", waiting for signed mail to be delivered",
        nameof(RotationWait.Time) => ", waiting for DNS caches to expire",
        _ => "",
    };

    private static void Append(StringBuilder text, string label, DateTime? time)
    {
        if (time is { } known)
        {
            text.Append('\n').Append(Indent).Append(label).Append(": ").Append(Time(known));
        }
    }
}
