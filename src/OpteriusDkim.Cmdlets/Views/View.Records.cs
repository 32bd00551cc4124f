using System.Text;

namespace OpteriusDkim;

/// <content>Keys, records to publish, and what became of them.</content>
public static partial class View
{
    /// <summary>A new key, and the record to publish.</summary>
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
            var heading = record.Is(nameof(DkimDnsRecord.Provider), ProviderTable.DefaultName)
                ? "Publish this TXT record. For another DNS service's format use Get-DkimRecord -Provider."
                : $"Publish this TXT record in {record.Text(nameof(DkimDnsRecord.Provider))}'s form.";
            text.Append("\n\n").Append(Wrap(heading, "", "", width)).Append("\n\n").Append(Lines(record, width)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A record to publish, under its domain and provider.</summary>
    private static string Record(ShownObject record, int width)
    {
        var form = record.Is(nameof(DkimDnsRecord.Provider), ProviderTable.DefaultName)
            ? "in the general form (use -Provider for your DNS service)"
            : $"in {record.Text(nameof(DkimDnsRecord.Provider))}'s form";
        var heading = Wrap($"{Domain(record.Text(nameof(DkimDnsRecord.Domain)))}, selector {record.Text(nameof(DkimDnsRecord.Selector))}, {form}:", "", "", width);
        return $"{Bright}{heading}{Reset}\n{Lines(record, width)}\n";
    }

    /// <summary>The lines Name, Type, TTL and Value, as they are typed.</summary>
    private static string Lines(ShownObject record, int width)
    {
        var value = record.Text(nameof(DkimDnsRecord.Value)) ?? "";
        var text = new StringBuilder();
        text.Append("Name:  ").Append(record.Text(nameof(DkimDnsRecord.Name)));
        text.Append("\nType:  ").Append(record.Text(nameof(DkimDnsRecord.Type)));
        text.Append("\nTTL:   ").Append(record.Text(nameof(DkimDnsRecord.Ttl)));
        text.Append("\nValue: ").Append(value);
        return text.ToString();
    }

    /// <summary>What became of a record, and what a person has to do.</summary>
    private static string Publication(ShownObject publication, int width)
    {
        var removed = publication.Is(nameof(DkimPublication.Action), "Unpublish");
        var (colour, outcome) = publication.Text(nameof(DkimPublication.Outcome)) switch
        {
            nameof(PublishOutcome.Done) => (Green, $"{(removed ? "removed" : "published")} {publication.Text(nameof(DkimPublication.Publisher))}"),
            nameof(PublishOutcome.AlreadyThere) => (Green, removed ? "not found, no action needed" : "already published, no action needed"),
            _ => (Yellow, "action required"),
        };
        var text = new StringBuilder($"{Bright}{publication.Text(nameof(DkimPublication.Name))}{Reset}  {colour}{outcome}{Reset}");
        var byHand = publication.Is(nameof(DkimPublication.Outcome), PublishOutcome.WaitsForPerson);

        // What the finding says about publishing by hand is shown with the record.
        text.Append(publication.Objects(nameof(DkimPublication.Findings)).Where(finding => !finding.Is("Code", nameof(FindingTable.PublishByHand))), width);
        if (byHand && !removed && publication.Object(nameof(DkimPublication.Record)) is { } record)
        {
            text.Append("\n\nPublish this record, then run Test-DkimDns:\n\n").Append(Lines(record, width)).Append('\n');
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
