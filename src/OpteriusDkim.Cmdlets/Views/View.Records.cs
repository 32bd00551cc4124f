using System.Management.Automation;
using System.Text;

namespace OpteriusDkim;

/// <content>Keys, records to publish, and publications.</content>
public static partial class View
{
    /// <summary>The unwrapped lines of a record, with an empty one at the end.</summary>
    internal static string[] TextOf(DkimDnsRecord record)
    {
        var shown = new ShownObject(PSObject.AsPSObject(record));
        return [HeadingOf(shown), .. Lines(shown, int.MaxValue).Split('\n'), ""];
    }

    /// <summary>A new key with the record to publish.</summary>
    private static string NewKey(ShownObject key, int width)
    {
        var text = new StringBuilder($"{Bright}{key.Text(nameof(DkimKey.DnsName))}{Reset}\n");
        Line(text, "Domain", Domain(key.Text(nameof(DkimKey.Domain))));
        Line(text, "Selector", key.Text(nameof(DkimKey.Selector)));
        Line(text, "Key", $"{Kind(key)}, {key.Text(nameof(DkimKey.Fingerprint))}");
        Line(text, "File", key.Text(nameof(DkimKey.PrivateKeyPath)));
        Line(text, "Created", Time(key.Time(nameof(DkimKey.CreatedAt))));
        if (key.Object(nameof(DkimKey.Record)) is { } record)
        {
            var heading = IsGeneral(record)
                ? "Publish this TXT record. For another DNS service's format use Get-DkimRecord -Provider."
                : $"Publish this TXT record (in the form for {record.Text(nameof(DkimDnsRecord.Provider))}).";
            text.Append("\n\n").Append(Wrap(heading, "", "", width)).Append("\n\n").Append(Lines(record, width))
                .Append(HowToCopy(record, width)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A record to publish, with a heading of domain and provider.</summary>
    private static string Record(ShownObject record, int width)
    {
        var hint = IsTooWide(record, width) ? "\nAdd -AsText to copy the value in one piece." : "";
        return $"{Bright}{Wrap(HeadingOf(record), "", "", width)}{Reset}\n{Lines(record, width)}{hint}\n";
    }

    private static string HeadingOf(ShownObject record) =>
        $"{Domain(record.Text(nameof(DkimDnsRecord.Domain)))}, selector {record.Text(nameof(DkimDnsRecord.Selector))}, "
        + (IsGeneral(record)
            ? "general form (use -Provider for your DNS service):"
            : $"form for {record.Text(nameof(DkimDnsRecord.Provider))}:");

    private static bool IsGeneral(ShownObject record) => record.Is(nameof(DkimDnsRecord.Provider), ProviderTable.DefaultName);

    /// <summary>Name, type, TTL, value and notes.</summary>
    private static string Lines(ShownObject record, int width)
    {
        var text = new StringBuilder();
        text.Append("Name:  ").Append(record.Text(nameof(DkimDnsRecord.Name)));
        text.Append("\nType:  ").Append(record.Text(nameof(DkimDnsRecord.Type)));
        text.Append("\nTTL:   ").Append(record.Text(nameof(DkimDnsRecord.Ttl)));
        text.Append("\nValue: ").Append(record.Text(nameof(DkimDnsRecord.Value)));
        foreach (var note in record.Texts(nameof(DkimDnsRecord.Notes)))
        {
            text.Append('\n').Append(Wrap(note, "Note:  ", "       ", width));
        }

        return text.ToString();
    }

    /// <summary>Whether the engine would wrap the value at the terminal's width.</summary>
    private static bool IsTooWide(ShownObject record, int width) =>
        (record.Text(nameof(DkimDnsRecord.Value)) ?? "").Split('\n').Max(line => line.Length) + "Value: ".Length > width;

    private static string HowToCopy(ShownObject record, int width) => IsTooWide(record, width)
        ? $"\nTo copy the value in one piece: "
            + $"Get-DkimRecord {record.Text(nameof(DkimDnsRecord.Domain))} {record.Text(nameof(DkimDnsRecord.Selector))} -AsText"
        : "";

    /// <summary>The result of publishing a record, and what the user has to do.</summary>
    private static string Publication(ShownObject publication, int width)
    {
        var removed = publication.Is(nameof(DkimPublication.Action), "Unpublish");
        var (colour, outcome) = publication.Text(nameof(DkimPublication.Outcome)) switch
        {
            nameof(PublishOutcome.Done) =>
                (Green, $"{(removed ? "removed" : "published")} {publication.Text(nameof(DkimPublication.Publisher))}"),
            nameof(PublishOutcome.AlreadyThere) => (Green, removed ? "not found, no action needed" : "already published, no action needed"),
            _ => (Yellow, "action required"),
        };
        var text = new StringBuilder($"{Bright}{publication.Text(nameof(DkimPublication.Name))}{Reset}  {colour}{outcome}{Reset}");
        var byHand = publication.Is(nameof(DkimPublication.Outcome), PublishOutcome.WaitsForPerson);

        // The finding on publishing by hand is replaced by the record below.
        text.Append(
            publication.Objects(nameof(DkimPublication.Findings)).Where(finding => !finding.Is("Code", nameof(FindingTable.PublishByHand))),
            width);
        if (byHand && !removed && publication.Object(nameof(DkimPublication.Record)) is { } record)
        {
            text.Append("\n\nPublish this record, then run Test-DkimDns:\n\n").Append(Lines(record, width)).Append(HowToCopy(record, width))
                .Append('\n');
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append('\n').Append(Label(label)).Append(value);
        }
    }
}
