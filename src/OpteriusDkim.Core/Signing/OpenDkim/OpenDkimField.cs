using System.Buffers;

namespace OpteriusDkim;

/// <summary>Splits lines where the daemon does: at isspace(3) in the C locale.</summary>
internal static class OpenDkimField
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\v', '\f', '\r'];
    private static readonly SearchValues<char> AnySpace = SearchValues.Create(Spaces);

    /// <summary>Key and value of a line in a plain file; a null value where there is nothing behind the key.</summary>
    public static (string Key, string? Value)? OfFile(string text)
    {
        var line = text.Trim(Spaces);
        if (line.Length == 0)
        {
            return null;
        }

        var gap = line.AsSpan().IndexOfAny(AnySpace);
        return gap < 0 ? (line, null) : (line[..gap], line[gap..].Trim(Spaces));
    }

    /// <summary>
    /// Pattern and value of a line in a refile. An indented line is none: the pattern ends at the first space. A null
    /// value is no value and no space either, over which the daemon falls; an empty one names the key with an empty name.
    /// </summary>
    public static (string Key, string? Value)? OfRefile(string text)
    {
        var gap = text.AsSpan().IndexOfAny(AnySpace);
        return gap == 0 || text.Length == 0 ? null
            : gap < 0 ? (text, null)
            : (text[..gap], text[gap..].Trim(Spaces));
    }

    /// <summary>Whether a text begins or ends with a space, as the daemon sees them.</summary>
    public static bool IsPadded(string text) => text.Length > 0 && (Spaces.Contains(text[0]) || Spaces.Contains(text[^1]));

    /// <summary>Whether there is nothing but spaces.</summary>
    public static bool IsBlank(string text) => text.AsSpan().Trim(Spaces).IsEmpty;
}
