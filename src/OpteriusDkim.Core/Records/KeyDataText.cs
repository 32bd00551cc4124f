using System.Buffers;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>Removes text that doesn't belong in <c>p=</c>, and reports it.</summary>
internal static class KeyDataText
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    // Characters besides base64 that p= may contain and still be read.
    private static readonly SearchValues<char> BesideBase64 = SearchValues.Create(" \t\r\n\"\\().-%");

    /// <summary>The base64 in a value of p=.</summary>
    public static string Clean(string data, List<DkimFinding> findings) =>
        data.AsSpan().ContainsAny(BesideBase64) ? RemoveBeside(data, findings) : data;

    private static string RemoveBeside(string data, List<DkimFinding> findings)
    {
        var text = data;
        if (text.Contains('%', StringComparison.Ordinal))
        {
            findings.Add(FindingTable.UrlEncoded.With());
            text = Uri.UnescapeDataString(text);
        }

        if (KeyDataDamage.RestorePlus(text) is { } restored)
        {
            findings.Add(FindingTable.PlusReplaced.With());
            return restored;
        }

        if (text.Contains("-----", StringComparison.Ordinal))
        {
            findings.Add(FindingTable.PemArmour.With());
            text = RemoveArmour(text);
        }

        text = RemoveSpaceAndQuotes(text, findings);

        if (text.EndsWith('.'))
        {
            findings.Add(FindingTable.TrailingDot.With());
            text = text.TrimEnd('.');
        }

        return text;
    }

    private static string RemoveSpaceAndQuotes(string text, List<DkimFinding> findings)
    {
        if (text.AsSpan().IndexOfAny(WhiteSpace) >= 0)
        {
            if (!findings.Exists(finding => finding.Code == FindingTable.PemArmour.Code))
            {
                findings.Add(FindingTable.SpaceInKeyData.With());
            }

            text = Without(text, WhiteSpace);
        }

        if (text.Contains('"', StringComparison.Ordinal))
        {
            findings.Add(FindingTable.QuotesInValue.With());
            text = Without(text, ['"', '\\']);
        }

        return text;
    }

    /// <summary>The text between the lines -----BEGIN and -----END of a PEM file.</summary>
    private static string RemoveArmour(string text)
    {
        const string Dashes = "-----";
        var begin = text.IndexOf(Dashes + "BEGIN", StringComparison.Ordinal);
        var start = begin < 0 ? -1 : text.IndexOf(Dashes, begin + Dashes.Length, StringComparison.Ordinal);
        var body = start < 0 ? text : text[(start + Dashes.Length)..];
        var end = body.IndexOf(Dashes, StringComparison.Ordinal);
        return (end < 0 ? body : body[..end]).Trim(WhiteSpace);
    }

    private static string Without(string text, char[] characters)
    {
        var kept = new char[text.Length];
        var count = 0;
        foreach (var character in text)
        {
            if (!characters.AsSpan().Contains(character))
            {
                kept[count++] = character;
            }
        }

        return new string(kept, 0, count);
    }
}
