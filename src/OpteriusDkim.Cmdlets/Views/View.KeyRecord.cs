using System.Text;

namespace OpteriusDkim;

/// <content>Parsed key records.</content>
public static partial class View
{
    /// <summary>A record: whether it is valid, its tags and its findings.</summary>
    private static string KeyRecord(ShownObject record, int width)
    {
        // ConvertFrom-DkimRecord adds the property Name if the text has a name.
        var name = record.Text("Name") is { } recordName ? $"{Bright}{recordName}{Reset}  " : "";
        var findings = record.Objects(nameof(DkimKeyRecord.Findings));
        var text = new StringBuilder($"{name}{Validity(record, findings)}\n");
        Line(text, "Version", record.Text(nameof(DkimKeyRecord.Version)));
        Line(text, "Key", KeyOf(record));
        Line(text, "Hashes", Joined(record, nameof(DkimKeyRecord.Hashes)));
        Line(text, "Services", Joined(record, nameof(DkimKeyRecord.Services)));
        Line(text, "Flags", Joined(record, nameof(DkimKeyRecord.Flags)));
        Line(text, "Notes", record.Text(nameof(DkimKeyRecord.Notes)));
        Line(text, "Text", record.Text(nameof(DkimKeyRecord.Text)));
        return text.Append(findings, width).Append('\n').ToString();
    }

    private static string Validity(ShownObject record, IReadOnlyList<ShownObject> findings) => record switch
    {
        _ when record.Flag(nameof(DkimKeyRecord.IsRevoked)) == true => $"{Red}Revoked{Reset}",
        _ when record.Flag(nameof(DkimKeyRecord.IsValid)) != true => $"{Red}Not valid{Reset}",
        _ when findings.Any(finding => finding.Is(nameof(DkimFinding.Severity), FindingSeverity.Warning)) =>
            $"{Yellow}Valid, with warnings{Reset}",
        _ => $"{Green}Valid{Reset}",
    };

    private static string KeyOf(ShownObject record)
    {
        var type = record.Text(nameof(DkimKeyRecord.KeyType));
        return record switch
        {
            _ when record.Text(nameof(DkimKeyRecord.KeySize)) is { } size => $"{type}, {size} bits",
            _ when record.Flag(nameof(DkimKeyRecord.IsRevoked)) == true => $"{type}, empty (revoked)",
            _ => $"{type}, can't be read",
        };
    }

    private static string Joined(ShownObject record, string property) => string.Join(", ", record.Texts(property));
}
