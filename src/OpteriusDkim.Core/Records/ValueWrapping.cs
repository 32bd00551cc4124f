using System.Globalization;
using System.Text.RegularExpressions;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>
/// Wrapping left around a value that was intended for another form: quotation marks, backslashes, zone-file
/// syntax, HTML entities. It is reported and removed, so that the rest can be explained.
/// </summary>
internal static partial class ValueWrapping
{
    private static readonly char[] Around = [' ', '\t', '\r', '\n'];

    public static string Remove(string text, List<DkimFinding> findings)
    {
        var value = RemoveEntities(OrderStrings(text, findings), findings);
        value = RemoveZoneFields(value, findings);
        value = RemoveQuotes(value, findings);
        return RemoveParentheses(value, findings);
    }

    /// <summary>Moves the beginning of a value first, if another of its strings was published before it.</summary>
    private static string OrderStrings(string text, List<DkimFinding> findings)
    {
        const int Shortest = 16;
        var start = text.Length > Shortest && !text.AsSpan(0, Shortest).ContainsAny("=; ")
            ? text.IndexOf("v=DKIM1", StringComparison.Ordinal)
            : -1;
        if (start < Shortest || !text.AsSpan(0, start).TrimEnd("=").ToString().All(IsBase64))
        {
            return text;
        }

        findings.Add(FindingTable.KeyPartsSwapped.With());
        return text[start..] + text[..start];
    }

    private static bool IsBase64(char character) => char.IsAsciiLetterOrDigit(character) || character is '+' or '/';

    private static string RemoveEntities(string text, List<DkimFinding> findings)
    {
        if (!text.Contains('&', StringComparison.Ordinal) || !Entity().IsMatch(text))
        {
            return text;
        }

        findings.Add(FindingTable.HtmlEncoded.With());
        return System.Net.WebUtility.HtmlDecode(text).Replace("&plus;", "+", StringComparison.Ordinal)
            .Replace("&equals;", "=", StringComparison.Ordinal).Replace("&semi;", ";", StringComparison.Ordinal)
            .Replace("&sol;", "/", StringComparison.Ordinal).Replace('\u00A0', ' ');
    }

    private static string RemoveQuotes(string text, List<DkimFinding> findings)
    {
        var trimmed = text.AsSpan().Trim(Around);
        var quoted = trimmed.Length > 0
            && (trimmed[0] == '"' || (trimmed[^1] == '"' && !EndsWithNote(trimmed)) || trimmed.StartsWith("\\\""));
        if (text.Contains('\\', StringComparison.Ordinal) && Escape().IsMatch(text))
        {
            findings.Add(FindingTable.BackslashInValue.With());
            text = Escape().Replace(text, Unescape);
        }

        if (quoted)
        {
            findings.Add(FindingTable.QuotesInValue.With());
            text = text.Replace("\" \"", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The escapes of zone files (RFC 1035 5.1), of JSON and of shells.</summary>
    private static string Unescape(Match match) => match.Groups["code"] switch
    {
        { Success: false } => match.Groups["character"].Value,
        { Length: 3 } code => ((char)int.Parse(code.ValueSpan, CultureInfo.InvariantCulture)).ToString(),
        var code => ((char)int.Parse(code.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
    };

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

    /// <summary>Whether the last tag is n=, a free text in which such characters are valid.</summary>
    private static bool EndsWithNote(ReadOnlySpan<char> text)
    {
        var last = text[(text.LastIndexOf(';') + 1)..].TrimStart(Around);
        return last.Length > 1 && last[0] == 'n' && last[1..].TrimStart(Around) is ['=', ..];
    }

    [GeneratedRegex(
        @"\\(?:(?<code>0[0-9]{2}|1[01][0-9]|12[0-6]|u00[0-7][0-9A-Fa-f]|x[2-7][0-9A-Fa-f])|(?<character>[;""/+= ]))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    [GeneratedRegex("&(#[0-9]{2,5}|#[xX][0-9A-Fa-f]{2,4}|plus|equals|semi|sol|quot|amp|nbsp|lt|gt);", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || char.IsWhiteSpace(text[start - 1]))
            && end < text.Length
            && (char.IsWhiteSpace(text[end]) || text[end] is '(' or '"');
}
