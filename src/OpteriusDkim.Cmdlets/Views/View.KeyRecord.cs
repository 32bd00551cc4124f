using System.Management.Automation;
using System.Text;

namespace OpteriusDkim;

/// <content>A key record as it was read.</content>
public static partial class View
{
    /// <summary>Whether it is valid, its tags, and what is wrong with what to do about it.</summary>
    /// <param name="item">The record, with the Name that its text told, if any.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string KeyRecord(PSObject item, int width)
    {
        var record = (DkimKeyRecord)item.BaseObject;
        var name = item.Properties["Name"]?.Value is string told ? $"{Bright}{PrintableText.Clean(told)}{Reset}  " : "";
        var text = new StringBuilder($"{name}{Judgement(record)}\n");
        Tag(text, "Version", record.Version);
        Tag(text, "Key", KeyOf(record));
        Tag(text, "Hashes", Joined(record.Hashes));
        Tag(text, "Services", Joined(record.Services));
        Tag(text, "Flags", Joined(record.Flags));
        Tag(text, "Notes", record.Notes);
        Tag(text, "Text", record.Text);
        foreach (var finding in record.Findings)
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return text.Append('\n').ToString();
    }

    private static string Judgement(DkimKeyRecord record) => record switch
    {
        { IsRevoked: true } => $"{Red}Revoked{Reset}",
        { IsValid: false } => $"{Red}Not valid{Reset}",
        { Findings: var findings } when findings.Any(finding => finding.Severity == FindingSeverity.Warning) => $"{Yellow}Valid, with warnings{Reset}",
        _ => $"{Green}Valid{Reset}",
    };

    private static string KeyOf(DkimKeyRecord record) => record.KeySize is { } size
        ? $"{record.KeyType}, {size} bits"
        : $"{record.KeyType}, no key that can be read";

    private static string? Joined(IReadOnlyList<string> list) => list.Count == 0 ? null : string.Join(", ", list);

    private static void Tag(StringBuilder text, string label, string? value)
    {
        if (value is not null)
        {
            text.Append('\n').Append(Label(label)).Append(PrintableText.Clean(value));
        }
    }
}
