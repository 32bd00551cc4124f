using System.Globalization;

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
