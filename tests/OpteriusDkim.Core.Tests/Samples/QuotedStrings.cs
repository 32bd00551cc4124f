using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>Parses quoted strings as in a zone file, so that a test sees what a DNS provider would publish.</summary>
internal static class QuotedStrings
{
    /// <summary>Reads the strings, with or without parentheses, white space and comments around them.</summary>
    /// <param name="text">The value part of a zone-file line.</param>
    /// <exception cref="FormatException">A quotation mark is missing, or something else is between the strings.</exception>
    public static IReadOnlyList<string> Parse(string text)
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
                throw new FormatException($"{text[at]} is outside the quotation marks");
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

            content.Append(text[at] == '\\' && at + 1 < text.Length ? CharacterStrings.ReadEscaped(text, ref at) : text[at]);
        }

        throw new FormatException("a quotation mark isn't closed");
    }
}
