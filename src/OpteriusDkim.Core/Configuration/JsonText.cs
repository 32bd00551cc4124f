using System.Text.Json;

namespace OpteriusDkim.Configuration;

/// <summary>Reads the JSON of the configuration file, in which comments and trailing commas are allowed.</summary>
internal static class JsonText
{
    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> content) =>
        new(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

    /// <summary>How many names of a path a property covers: a setting may be written as one name with dots.</summary>
    /// <param name="isSame">Whether a name in the text, given first, is the one of the path.</param>
    public static int Matched(string name, string[] path, Func<string, string, bool> isSame) =>
        Enumerable.Range(1, path.Length).FirstOrDefault(count => isSame(name, string.Join('.', path[..count])));

    /// <summary>The positions outside comments, between two that are outside strings.</summary>
    public static IEnumerable<int> OutsideComments(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text.AsSpan(i, end - i).StartsWith("/*"))
            {
                i = text.IndexOf("*/", i + 2, StringComparison.Ordinal) + 1;
            }
            else if (text.AsSpan(i, end - i).StartsWith("//"))
            {
                i = text.IndexOf('\n', i) - 1;
            }
            else
            {
                yield return i;
            }
        }
    }
}
