using System.Text;
using System.Text.Unicode;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Changes;

/// <summary>
/// Shows edits as a unified diff with context lines. Unprintable characters
/// are shown as <c>\u{hex}</c>.
/// </summary>
internal static class LineDiff
{
    private const int ContextLines = 3;

    /// <summary>The diff of several edits, each file once: from its present content to the last one written.</summary>
    public static string Of(IEnumerable<FileEdit> edits) => string.Join('\n', edits
        .GroupBy(edit => edit.Path, StringComparer.Ordinal)
        .Select(file => Of(file.First() with { After = file.Last().After }))
        .Where(difference => difference.Length > 0));

    /// <summary>The diff of one edit; empty if nothing changes.</summary>
    public static string Of(FileEdit edit)
    {
        var encoding = EncodingOf(edit);
        var before = LinesOf(edit.Before ?? ReadOnlyMemory<byte>.Empty, encoding);
        var after = LinesOf(edit.After, encoding);
        var rows = RowsOf(before, after);
        var path = PrintableText.Clean(edit.Path);
        var text = new StringBuilder(edit.Before is null ? $"--- /dev/null\n+++ {path}" : $"--- {path}\n+++ {path}");
        if (rows.TrueForAll(row => row.Kind == ' '))
        {
            return edit.Before is null ? text.ToString() : "";
        }

        foreach (var (start, end) in HunksOf(rows))
        {
            AppendHunk(text, rows, start, end);
        }

        return text.ToString();
    }

    /// <summary>UTF-8 if both contents are valid, else Latin-1, in which every byte is a character.</summary>
    private static Encoding EncodingOf(FileEdit edit) =>
        Utf8.IsValid((edit.Before ?? ReadOnlyMemory<byte>.Empty).Span) && Utf8.IsValid(edit.After.Span) ? Encoding.UTF8 : Encoding.Latin1;

    /// <summary>The lines with their line feeds, so that a last line without one differs from the same line with one.</summary>
    private static string[] LinesOf(ReadOnlyMemory<byte> content, Encoding encoding)
    {
        var lines = encoding.GetString(content.Span).Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            lines[i] += '\n';
        }

        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static List<Row> RowsOf(string[] before, string[] after)
    {
        var rows = new List<Row>(before.Length + after.Length);
        var (oldLine, newLine) = (0, 0);
        var matches = CommonLines.Find(before, after);
        for (; newLine < after.Length; newLine++)
        {
            for (; matches[newLine] > oldLine; oldLine++)
            {
                rows.Add(new Row('-', before[oldLine], oldLine, newLine));
            }

            var isKept = matches[newLine] >= 0;
            rows.Add(new Row(isKept ? ' ' : '+', after[newLine], oldLine, newLine));
            oldLine += isKept ? 1 : 0;
        }

        for (; oldLine < before.Length; oldLine++)
        {
            rows.Add(new Row('-', before[oldLine], oldLine, newLine));
        }

        return RemovalsFirst(rows);
    }

    /// <summary>Within each run of changed lines, removals come first, as in diff(1).</summary>
    private static List<Row> RemovalsFirst(List<Row> rows)
    {
        var ordered = new List<Row>(rows.Count);
        for (var i = 0; i < rows.Count;)
        {
            var end = i;
            while (end < rows.Count && rows[end].Kind != ' ')
            {
                end++;
            }

            var run = rows.GetRange(i, end - i);
            ordered.AddRange(run.Where(row => row.Kind == '-'));
            ordered.AddRange(run.Where(row => row.Kind == '+'));
            if (end < rows.Count)
            {
                ordered.Add(rows[end]);
            }

            i = end + 1;
        }

        return ordered;
    }

    /// <summary>Changes with their context. Changes with overlapping context are merged.</summary>
    private static List<(int Start, int End)> HunksOf(List<Row> rows)
    {
        var hunks = new List<(int Start, int End)>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Kind == ' ')
            {
                continue;
            }

            var (start, end) = (Math.Max(0, i - ContextLines), Math.Min(rows.Count, i + 1 + ContextLines));
            if (hunks.Count > 0 && hunks[^1].End >= start)
            {
                hunks[^1] = (hunks[^1].Start, end);
            }
            else
            {
                hunks.Add((start, end));
            }
        }

        return hunks;
    }

    private static void AppendHunk(StringBuilder text, List<Row> rows, int start, int end)
    {
        var hunk = rows.GetRange(start, end - start);
        var (oldCount, newCount) = (hunk.Count(row => row.Kind != '+'), hunk.Count(row => row.Kind != '-'));
        text.Append("\n@@ -").Append(Place(hunk.Min(row => row.OldLine), oldCount))
            .Append(" +").Append(Place(hunk.Min(row => row.NewLine), newCount)).Append(" @@");
        foreach (var row in hunk)
        {
            text.Append('\n').Append(row.Kind).Append(Printable(row.Text.TrimEnd('\n')));
            if (!row.Text.EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file");
            }
        }
    }

    /// <summary>First line, from 1, and number of lines; for no lines, the line before them.</summary>
    private static string Place(int line, int count) => $"{(count == 0 ? line : line + 1)},{count}";

    /// <summary>Tabs stay. Text that looks like an escape is escaped itself, so that the output is unambiguous.</summary>
    private static string Printable(string line) =>
        string.Join('\t', line.Replace("\\u{", "\\u{5C}u{", StringComparison.Ordinal).Split('\t').Select(PrintableText.Clean));

    /// <param name="Kind">A space, + or -, as in diff(1).</param>
    /// <param name="Text">The line with its line feed.</param>
    /// <param name="OldLine">The number of lines of the old text before it.</param>
    /// <param name="NewLine">The number of lines of the new text before it.</param>
    private readonly record struct Row(char Kind, string Text, int OldLine, int NewLine);
}
