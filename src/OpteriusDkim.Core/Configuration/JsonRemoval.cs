using System.Text;
using System.Text.Json;

namespace OpteriusDkim.Configuration;

/// <summary>
/// Removes one property, and objects that become empty, from a JSON text with comments. All other bytes stay, except for a comma.
/// </summary>
internal sealed class JsonRemoval
{
    /// <summary>The bytes as Latin-1, so that each character is one byte.</summary>
    private readonly string text;
    private readonly Func<string, string, bool> isSame;

    private Property? found;

    private JsonRemoval(string text, Func<string, string, bool> isSame)
    {
        this.text = text;
        this.isSame = isSame;
    }

    /// <summary>The text without the property.</summary>
    /// <param name="content">An object, without a byte order mark.</param>
    /// <param name="path">The names of the objects that lead to the property, and its own.</param>
    /// <param name="isSame">Whether a name in the text, given first, is the one of the path.</param>
    /// <returns>The text; unchanged if it has no such property.</returns>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static byte[] Remove(ReadOnlySpan<byte> content, string[] path, Func<string, string, bool> isSame)
    {
        var removal = new JsonRemoval(Encoding.Latin1.GetString(content), isSame);
        var reader = JsonText.ReaderOf(content);
        reader.Read();
        removal.Find(ref reader, path, null);
        return removal.found is { } property ? Encoding.Latin1.GetBytes(removal.Without(property)) : content.ToArray();
    }

    private void Find(ref Utf8JsonReader reader, string[] path, Property? parent)
    {
        var before = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = new Property(parent, before, (int)reader.TokenStartIndex);
            var matched = JsonText.Matched(reader.GetString()!, path, isSame);
            reader.Read();
            property.ValueStart = (int)reader.TokenStartIndex;
            if (matched == path.Length)
            {
                reader.Skip();
                found = property;
            }
            else if (matched > 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                Find(ref reader, path[matched..], property);
            }
            else
            {
                reader.Skip();
            }

            property.End = before = (int)reader.BytesConsumed;
        }
    }

    private string Without(Property property)
    {
        // An object that becomes empty is removed too; one with a comment stays.
        while (property.Parent is { } parent
            && IsBlank(parent.ValueStart + 1, property.Start)
            && IsBlank(CommaAfter(property) ?? property.End, parent.End - 1))
        {
            property = parent;
        }

        var end = CommaAfter(property) ?? property.End;
        var start = property.Start;
        var lineStart = text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        var lineEnd = text.IndexOf('\n', end) is >= 0 and var found ? found + 1 : text.Length;
        if (IsBlank(lineStart, start) && IsBlank(end, lineEnd))
        {
            (start, end) = (lineStart, lineEnd);
        }
        else if (text[end] == ' ')
        {
            end++;
        }

        var rest = text[end..];
        return CommaAfter(property) is null && CommaIn(property.Before, property.Start) is { } comma
            ? text[..(comma - 1)] + text[comma..start] + rest
            : text[..start] + rest;
    }

    private int? CommaAfter(Property property) => CommaIn(property.End, text.Length);

    /// <summary>The position after a comma, if only white space and comments come before it; else null.</summary>
    private int? CommaIn(int start, int end)
    {
        foreach (var i in JsonText.OutsideComments(text, start, end).Where(i => !char.IsWhiteSpace(text[i])))
        {
            return text[i] == ',' ? i + 1 : null;
        }

        return null;
    }

    private bool IsBlank(int start, int end) => string.IsNullOrWhiteSpace(text[start..Math.Max(start, end)]);

    /// <summary>A property of the text.</summary>
    private sealed class Property(Property? parent, int before, int start)
    {
        public Property? Parent { get; } = parent;

        /// <summary>The end of the previous property, or of the opening brace.</summary>
        public int Before { get; } = before;

        public int Start { get; } = start;

        public int ValueStart { get; set; }

        public int End { get; set; }
    }
}
