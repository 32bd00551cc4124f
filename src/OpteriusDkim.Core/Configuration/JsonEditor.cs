using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpteriusDkim.Configuration;

/// <summary>Sets one value in a JSON text with comments. All other bytes stay; a comma is added if needed.</summary>
internal sealed class JsonEditor
{
    private const string IndentUnit = "  ";

    /// <summary>The bytes as Latin-1, so that each character is one byte.</summary>
    private readonly string text;
    private readonly Func<string, string, bool> isSame;
    private readonly string newLine;

    private (int Start, int End)? value;
    private ObjectPlace? target;
    private string[] missing = [];

    private JsonEditor(string text, Func<string, string, bool> isSame)
    {
        this.text = text;
        this.isSame = isSame;
        newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    }

    /// <summary>The text with the value in it.</summary>
    /// <param name="content">An object, without a byte order mark.</param>
    /// <param name="path">The names of the objects that lead to the value, and its own.</param>
    /// <param name="json">The value as JSON.</param>
    /// <param name="isSame">Whether a name in the text, given first, is the one of the path.</param>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static byte[] Set(ReadOnlySpan<byte> content, string[] path, string json, Func<string, string, bool> isSame)
    {
        var editor = new JsonEditor(Encoding.Latin1.GetString(content), isSame);
        var reader = JsonText.ReaderOf(content);
        reader.Read();
        editor.Find(ref reader, path);
        return Encoding.Latin1.GetBytes(editor.Edited(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(json))));
    }

    /// <summary>A string as JSON, readable: only what has to be escaped is.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Finds the value, else the innermost existing object in which to add it.</summary>
    private void Find(ref Utf8JsonReader reader, string[] path)
    {
        var place = new ObjectPlace((int)reader.TokenStartIndex);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            place.FirstName ??= (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var matched = JsonText.Matched(name, path, isSame);
            if (matched == path.Length)
            {
                reader.Skip();
                value = (start, (int)reader.BytesConsumed);
            }
            else if (matched > 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                Find(ref reader, path[matched..]);
            }
            else
            {
                reader.Skip();
            }

            place.LastEnd = (int)reader.BytesConsumed;
        }

        place.Close = (int)reader.TokenStartIndex;
        if (target is null || path.Length < missing.Length)
        {
            (target, missing) = (place, path);
        }
    }

    private string Edited(string json)
    {
        if (value is { } old)
        {
            return text[..old.Start] + json + text[old.End..];
        }

        var place = target!;
        var indent = IndentAt(place.Close);
        var (comma, lastLine) = Between(place.LastEnd ?? place.Open + 1, place.Close);
        if (place.LastEnd is not { } end)
        {
            var property = Property(indent + IndentUnit, missing, json) + newLine;
            return lastLine is { } line
                ? text[..line] + property + text[line..]
                : text[..place.Close].TrimEnd(' ') + newLine + property + indent + text[place.Close..];
        }

        var separated = text[..end] + (comma ? "" : ",");
        if (lastLine is { } last)
        {
            return separated + text[end..last] + Property(IndentAt(place.FirstName!.Value), missing, json) + (comma ? "," : "") + newLine
                + text[last..];
        }

        var space = char.IsWhiteSpace(text[place.Close - 1]) ? "" : " ";
        return separated + text[end..place.Close] + space + Inline(missing, json) + (space.Length == 0 ? " " : "") + text[place.Close..];
    }

    /// <summary>The indentation of the line of a position.</summary>
    private string IndentAt(int place)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, place - 1)) + 1;
        var end = start;
        while (end < place && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    /// <summary>Whether there is a comma between two positions, and where the last line after it begins. Comments are skipped.</summary>
    private (bool Comma, int? LastLine) Between(int start, int end)
    {
        var comma = false;
        int? lastLine = null;
        foreach (var i in JsonText.OutsideComments(text, start, end))
        {
            lastLine = text[i] switch
            {
                '\n' => i + 1,
                ',' => null,
                _ => lastLine,
            };
            comma |= text[i] == ',';
        }

        return (comma, lastLine);
    }

    private string Property(string indent, string[] path, string json) => path.Length == 1
        ? $"{indent}{Name(path[0])}: {json}"
        : $"{indent}{Name(path[0])}: {{{newLine}{Property(indent + IndentUnit, path[1..], json)}{newLine}{indent}}}";

    private static string Inline(string[] path, string json) =>
        path.Length == 1 ? $"{Name(path[0])}: {json}" : $"{Name(path[0])}: {{ {Inline(path[1..], json)} }}";

    private static string Name(string name) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Quote(name)));

    /// <summary>Where an object of the text is.</summary>
    private sealed class ObjectPlace(int open)
    {
        public int Open { get; } = open;

        public int? FirstName { get; set; }

        public int? LastEnd { get; set; }

        public int Close { get; set; }
    }
}
