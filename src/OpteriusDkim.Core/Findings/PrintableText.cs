using System.Globalization;
using System.Text;

namespace OpteriusDkim.Findings;

/// <summary>Shows text from outside so that it can't act on a terminal, hide itself or run on for pages.</summary>
internal static class PrintableText
{
    private const int LongestQuote = 80;

    /// <summary>The text in quotation marks, cut after 80 characters, everything unprintable escaped.</summary>
    /// <param name="text">Any text; null is shown as an empty one.</param>
    public static string Quote(string? text)
    {
        text ??= "";
        return text.Length <= LongestQuote
            ? $"'{Clean(text)}'"
            : $"'{Clean(text[..LongestQuote])}…' ({text.Length} characters)";
    }

    /// <summary>The text without quotation marks, cut after 80 characters, everything unprintable escaped.</summary>
    /// <param name="text">Any text.</param>
    public static string Shorten(string text) => text.Length <= LongestQuote ? Clean(text) : Clean(text[..LongestQuote]) + "…";

    /// <summary>The text with every control, format, surrogate and private-use character as <c>\u{hex}</c>.</summary>
    /// <param name="text">Any text, unpaired surrogates included.</param>
    public static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i) && !IsUnsafe(CharUnicodeInfo.GetUnicodeCategory(text, i)))
            {
                clean.Append(text, i++, 2);
            }
            else if (IsUnsafe(char.GetUnicodeCategory(text[i])))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)text[i]:X}}}");
            }
            else
            {
                clean.Append(text[i]);
            }
        }

        return clean.ToString();
    }

    private static bool IsClean(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    // Format characters include the bidirectional overrides that make a name read as another.
    private static bool IsUnsafe(UnicodeCategory category) => category
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned;
}
