using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>The character-strings of a TXT record (RFC 1035 3.3.14): at most 255 octets each, joined with nothing between.</summary>
internal static class CharacterStrings
{
    /// <summary>Octets in one string, at most.</summary>
    public const int Longest = 255;

    /// <summary>Cuts an ASCII value into as few strings as carry it.</summary>
    /// <param name="value">The value of a record.</param>
    public static IReadOnlyList<string> Split(string value) =>
        value.Length <= Longest ? new[] { value } : value.Chunk(Longest).Select(chunk => new string(chunk)).ToArray();

    /// <summary>A string in quotation marks as in a zone file (RFC 1035 5.1).</summary>
    /// <param name="text">The string.</param>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The strings, each in quotation marks, separated by spaces.</summary>
    /// <param name="strings">The strings.</param>
    public static string Quote(IEnumerable<string> strings) => string.Join(' ', strings.Select(Quote));

    /// <summary>The strings as the list of an output object.</summary>
    internal static DkimList<string> ToStringList(this IEnumerable<string> strings) => new(strings, Quote);

    /// <summary>Reads strings in quotation marks, with or without parentheses, white space and comments around them.</summary>
    /// <param name="text">The value part of a zone-file line.</param>
    /// <exception cref="FormatException">A quotation mark is missing, or something else stands between the strings.</exception>
    public static IReadOnlyList<string> ParseQuoted(string text)
    {
        var strings = new List<string>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                strings.Add(ReadQuoted(text, ref at));
            }
            else if (text[at] == ';')
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            }
            else if (!char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')'))
            {
                throw new FormatException($"{PrintableText.Quote(text[at].ToString())} is outside the quotation marks");
            }
        }

        return strings;
    }

    private static string ReadQuoted(string text, ref int at)
    {
        var content = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                return content.ToString();
            }

            content.Append(text[at] == '\\' && at + 1 < text.Length ? ReadEscaped(text, ref at) : text[at]);
        }

        throw new FormatException("a quotation mark isn't closed");
    }

    /// <summary><c>\DDD</c> is the octet of that decimal number, <c>\X</c> is X itself.</summary>
    internal static char ReadEscaped(string text, ref int at)
    {
        var digits = text.AsSpan(at + 1, Math.Min(3, text.Length - at - 1));
        if (digits.Length == 3 && byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
        {
            at += 3;
            return (char)octet;
        }

        return text[++at];
    }
}
