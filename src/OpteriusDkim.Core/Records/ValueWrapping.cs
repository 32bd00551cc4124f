namespace OpteriusDkim;

/// <summary>
/// What people leave around a value that was meant for another form: quotation marks, backslashes, zone-file
/// syntax. It is told, and taken away so that the rest can be explained.
/// </summary>
internal static class ValueWrapping
{
    private static readonly char[] Around = [' ', '\t', '\r', '\n'];

    public static string Remove(string text, List<DkimFinding> findings)
    {
        var value = RemoveZoneFields(text, findings);
        value = RemoveQuotes(value, findings);
        return RemoveParentheses(value, findings);
    }

    private static string RemoveQuotes(string text, List<DkimFinding> findings)
    {
        var trimmed = text.AsSpan().Trim(Around);
        var quoted = trimmed.Length > 0 && (trimmed[0] == '"' || (trimmed[^1] == '"' && !EndsWithNote(trimmed)) || trimmed.StartsWith("\\\""));
        var escaped = text.Contains("\\;", StringComparison.Ordinal) || text.Contains("\\\"", StringComparison.Ordinal);
        if (escaped)
        {
            findings.Add(FindingTable.BackslashInValue.With());
            text = text.Replace("\\;", ";", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        }

        if (quoted)
        {
            findings.Add(FindingTable.QuotesInValue.With());
            text = text.Replace("\" \"", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Owner, class and type before the value: a word TXT before the first tag.</summary>
    private static string RemoveZoneFields(string text, List<DkimFinding> findings)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var at = equals < 0 ? -1 : text.AsSpan(0, equals).IndexOf("TXT", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || !IsWord(text, at, at + 3))
        {
            return text;
        }

        findings.Add(FindingTable.ZoneFileSyntax.With(("syntax", PrintableText.Quote(text[..(at + 3)].Trim(Around)))));
        return RemoveParentheses(text[(at + 3)..], []);
    }

    private static string RemoveParentheses(string text, List<DkimFinding> findings)
    {
        var trimmed = text.AsSpan().Trim(Around);
        var opened = trimmed.Length > 0 && trimmed[0] == '(';
        var closed = trimmed.Length > 0 && trimmed[^1] == ')' && (opened || !EndsWithNote(trimmed));
        if (!opened && !closed)
        {
            return text;
        }

        findings.Add(FindingTable.ZoneFileSyntax.With(("syntax", opened ? "'('" : "')'")));
        return trimmed[(opened ? 1 : 0)..(closed && trimmed.Length > 1 ? ^1 : ^0)].Trim(Around).ToString();
    }

    /// <summary>Whether the last tag is n=, a text for people, in which such characters are as good as any.</summary>
    private static bool EndsWithNote(ReadOnlySpan<char> text)
    {
        var last = text[(text.LastIndexOf(';') + 1)..].TrimStart(Around);
        return last.Length > 1 && last[0] == 'n' && last[1..].TrimStart(Around) is ['=', ..];
    }

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || char.IsWhiteSpace(text[start - 1])) && end < text.Length && (char.IsWhiteSpace(text[end]) || text[end] is '(' or '"');
}
