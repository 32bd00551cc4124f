using System.Globalization;
using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Translates a POSIX bracket expression to .NET: a backslash is literal, and classes are named.</summary>
internal static class PosixBracket
{
    /// <param name="at">The index after <c>[</c>; on return, the index after <c>]</c>.</param>
    /// <param name="ignoresCase">Whether it is compiled with REG_ICASE, which merges upper and lower case classes.</param>
    /// <exception cref="FormatException">The C library rejects it.</exception>
    public static string Translate(string source, ref int at, bool ignoresCase)
    {
        var result = new StringBuilder("[");
        if (Is(source, at, '^'))
        {
            result.Append('^');
            at++;
        }

        for (var isFirst = true; isFirst || !Is(source, at, ']'); isFirst = false)
        {
            result.Append(
                Is(source, at, '[') && Is(source, at + 1, ':') ? Class(Named(source, ref at, ':'), ignoresCase) : Range(source, ref at));
        }

        at++;
        return result.Append(']').ToString();
    }

    private static bool Is(string source, int at, char character) => at < source.Length && source[at] == character;

    private static string Class(string name, bool ignoresCase) => name switch
    {
        "upper" when !ignoresCase => "A-Z",
        "lower" when !ignoresCase => "a-z",
        "alpha" or "upper" or "lower" => "a-zA-Z",
        "digit" => "0-9",
        "alnum" => "a-zA-Z0-9",
        "xdigit" => "a-fA-F0-9",
        "space" => "\\t-\\r\\x20",
        "blank" => "\\t\\x20",
        "cntrl" => "\\x00-\\x1F\\x7F",
        "print" => "\\x20-\\x7E",
        "graph" => "\\x21-\\x7E",
        "punct" => "\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E",
        _ => throw new FormatException("Invalid character class name"),
    };

    private static string Range(string source, ref int at)
    {
        var first = Element(source, ref at);
        if (!Is(source, at, '-') || Is(source, at + 1, ']'))
        {
            return Code(first);
        }

        at++;
        var last = Element(source, ref at);
        return first <= last ? $"{Code(first)}-{Code(last)}" : throw new FormatException("Invalid range end");
    }

    private static string Code(char character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");

    /// <summary>A character, also as <c>[.x.]</c> or <c>[=x=]</c>.</summary>
    private static char Element(string source, ref int at)
    {
        if (at >= source.Length)
        {
            throw new FormatException("Unmatched [");
        }

        if (source[at] != '[' || !(Is(source, at + 1, '.') || Is(source, at + 1, '=')))
        {
            return source[at++];
        }

        return Named(source, ref at, source[at + 1]) is [var character]
            ? character
            : throw new FormatException("Invalid collation character");
    }

    private static string Named(string source, ref int at, char mark)
    {
        var end = source.IndexOf($"{mark}]", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new FormatException("Unmatched [");
        }

        var name = source[(at + 2)..end];
        at = end + 2;
        return name;
    }
}
