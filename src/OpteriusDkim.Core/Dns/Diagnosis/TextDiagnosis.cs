using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Recognizes from the published text how a value was damaged on its way into DNS.</summary>
internal static class TextDiagnosis
{
    /// <summary>The causes for the records at a key's name.</summary>
    public static IEnumerable<DkimFinding> Of(StoredKey key, IReadOnlyList<DkimKeyRecord> records, Remedy remedy)
    {
        if (records.Count > 1)
        {
            var hasRight = records.Any(record => key.PublicKey.Equals(record.Key));
            foreach (var record in records.Where(record => !key.PublicKey.Equals(record.Key)))
            {
                if (!IsKeyRecord(record))
                {
                    yield return remedy.For(FindingTable.OtherText, ("text", PrintableText.Quote(record.Text)));
                }
                else if (hasRight)
                {
                    yield return remedy.For(FindingTable.OldRecordBeside, ("other", Shown(record)));
                }
            }
        }
        else if (records.Count == 1 && OfOne(key, records[0], remedy) is { } finding)
        {
            yield return finding;
        }
    }

    private static DkimFinding? OfOne(StoredKey key, DkimKeyRecord record, Remedy remedy)
    {
        var text = record.Text;
        if (FirstOf(text, "-----BEGIN", "\\\"", "\\;", "\\\\", "\"", "(", "IN TXT", "IN\tTXT") is { } part)
        {
            return remedy.For(FindingTable.ValueMistyped, ("part", part.Replace('\t', ' ')));
        }

        if (SpaceInKey(key, record) is { } at)
        {
            return remedy.For(FindingTable.StringsJoinedWithSpace, ("at", at));
        }

        if (KeptOf(key, record) is { } kept)
        {
            return remedy.For(FindingTable.ValueCut, ("kept", kept), ("length", DkimDnsRecord.TextOf(key.PublicKey).Length));
        }

        return IsKeyRecord(record) || text.Length == 0 ? null : remedy.For(FindingTable.OtherText, ("text", PrintableText.Quote(text)));
    }

    /// <summary>The position of a space between the strings of the right key; null if there is none.</summary>
    private static int? SpaceInKey(StoredKey key, DkimKeyRecord record)
    {
        var space = record.PublicKey?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return space > 0
            && key.PublicKey.Equals(record.Key)
            && record.Text.IndexOf(record.PublicKey!, StringComparison.Ordinal) is >= 0 and var start
            ? start + space
            : null;
    }

    /// <summary>The length of the published text if it is a truncated form of the right value, else null.</summary>
    private static int? KeptOf(StoredKey key, DkimKeyRecord record)
    {
        var whole = DkimDnsRecord.TextOf(key.PublicKey);
        var text = record.Text.TrimEnd();
        var published = record.PublicKey;
        var isBeginning = text.Length > 0 && text.Length < whole.Length && whole.StartsWith(text, StringComparison.Ordinal);
        var hasBeginningOfKey = published is { Length: > 0 } && published.Length < key.PublicKey.Base64.Length
            && key.PublicKey.Base64.StartsWith(published, StringComparison.Ordinal);
        return isBeginning || hasBeginningOfKey ? text.Length : null;
    }

    private static string? FirstOf(string text, params string[] parts) =>
        Array.Find(parts, part => text.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool IsKeyRecord(DkimKeyRecord record) => record.PublicKey is not null || record.Version == "DKIM1";

    private static string Shown(DkimKeyRecord record) => record.Key?.ToString() ?? PrintableText.Quote(record.Text);
}
