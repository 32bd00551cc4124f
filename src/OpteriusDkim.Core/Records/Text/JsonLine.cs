using System.Text.RegularExpressions;

namespace OpteriusDkim.Records.Text;

/// <summary>A line of JSON with records or keys, as printed by the tools of DNS providers.</summary>
internal static partial class JsonLine
{
    /// <summary>Whether a text looks like a line of JSON.</summary>
    public static bool IsOne(string line) => Beginning().IsMatch(line);

    /// <summary>Its strings, still escaped.</summary>
    public static IEnumerable<string> StringsIn(string line) => Strings().Matches(line).Select(match => match.Groups["text"].Value);

    /// <summary>The record values in a line of JSON; the strings of an array are one value.</summary>
    public static string[] RecordsIn(string json, Func<string, bool> isRecord)
    {
        string[] texts = [.. StringsIn(json).Select(Unescape)];
        var first = Array.FindIndex(texts, text => isRecord(text));
        return first >= 0 && RecordArray().IsMatch(json)
            ? [string.Concat(texts[first..])]
            : [.. texts.Where(isRecord)];
    }

    private static string Unescape(string text) => Escape().Replace(text, match => match.ValueSpan switch
    {
        [_, 'u', .. var code] => ((char)ushort.Parse(code, System.Globalization.NumberStyles.AllowHexSpecifier, null)).ToString(),
        [_, 'n' or 'r' or 't'] => " ",
        [_, var character] => character.ToString(),
        _ => "",
    });

    [GeneratedRegex("""^\s*([\[{]\s*("|$)|[\]}]|"([^"\\]|\\.)*"\s*:)""", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    [GeneratedRegex("""\[\s*"v\s*=""", RegexOptions.CultureInvariant)]
    private static partial Regex RecordArray();

    [GeneratedRegex(@"""(?<text>([^""\\]|\\.)*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Strings();

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
