using System.Text.RegularExpressions;

namespace OpteriusDkim.Records.Text;

/// <summary>A line of JSON around records or keys, as the tools of DNS services print it.</summary>
internal static partial class JsonLine
{
    /// <summary>Whether a text looks like one.</summary>
    public static bool IsOne(string line) => Beginning().IsMatch(line);

    /// <summary>The strings in it, escaped as they are.</summary>
    public static IEnumerable<string> StringsIn(string line) => Strings().Matches(line).Select(match => match.Groups["text"].Value);

    /// <summary>The strings of a line of JSON that are values of records; those of an array are one.</summary>
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
