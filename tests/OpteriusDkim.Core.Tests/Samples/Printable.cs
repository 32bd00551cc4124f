using System.Globalization;

namespace OpteriusDkim.Tests;

/// <summary>Whether a text is safe in a terminal: it has no control, invisible or bidirectional characters.</summary>
internal static class Printable
{
    public static void Require(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            Assert.False(
                category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
                $"U+{(int)text[i]:X4} at {i}");
            i += char.IsSurrogatePair(text, i) ? 1 : 0;
        }
    }
}
