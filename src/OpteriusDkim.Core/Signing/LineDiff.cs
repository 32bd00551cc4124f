using System.Text;

namespace OpteriusDkim;

/// <summary>Shows what an edit does to a file: the lines that go and the lines that come, in the manner of diff(1).</summary>
public static class LineDiff
{
    private const int MostLines = 40;

    /// <summary>The difference, headed by the file's path; unprintable characters escaped.</summary>
    /// <param name="edit">The edit.</param>
    public static string Of(FileEdit edit)
    {
        var before = LinesOf((edit.Before ?? ReadOnlyMemory<byte>.Empty).Span);
        var after = LinesOf(edit.After.Span);
        var left = before.GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count());
        var come = after.Where(line => !Take(left, line)).Select(line => "+" + line);
        var gone = left.SelectMany(line => Enumerable.Repeat("-" + line.Key, line.Value));
        string[] shown = [.. gone, .. come];
        var more = shown.Length > MostLines ? $"\n... and {shown.Length - MostLines} lines more" : "";
        return $"{(edit.Before is null ? "new file " : "")}{edit.Path}{string.Concat(shown.Take(MostLines).Select(line => "\n  " + PrintableText.Clean(line.Replace('\t', ' '))))}{more}";
    }

    private static string[] LinesOf(ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content);
        return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    private static bool Take(Dictionary<string, int> lines, string line)
    {
        if (!lines.TryGetValue(line, out var count) || count == 0)
        {
            return false;
        }

        lines[line] = count - 1;
        return true;
    }
}
