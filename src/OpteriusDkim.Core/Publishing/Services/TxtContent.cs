using System.Text;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The value of a TXT record in the spelling of DNS services: strings in quotation marks, or bare text.</summary>
internal static class TxtContent
{
    /// <summary>The character-strings of a value. Text without quotation marks is one string.</summary>
    public static IReadOnlyList<string> StringsIn(string content)
    {
        var text = content.Trim();
        if (!text.StartsWith('"'))
        {
            return [text];
        }

        var strings = new List<string>();
        var current = new StringBuilder();
        var isInside = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                isInside = !isInside;
                if (!isInside)
                {
                    strings.Add(current.ToString());
                    current.Clear();
                }
            }
            else if (text[at] == '\\' && at + 1 < text.Length)
            {
                current.Append(CharacterStrings.ReadEscaped(text, ref at));
            }
            else if (isInside || !char.IsWhiteSpace(text[at]))
            {
                current.Append(text[at]);
            }
        }

        return current.Length > 0 ? [.. strings, current.ToString()] : strings;
    }
}
