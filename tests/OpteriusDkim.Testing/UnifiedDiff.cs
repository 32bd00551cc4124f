using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Applies a unified diff strictly: each kept and removed line has to be where the diff says.</summary>
public static partial class UnifiedDiff
{
    private const string NoNewLine = "\\ No newline at end of file";

    /// <summary>The files after applying a shown diff.</summary>
    /// <param name="shown">The diff of one or several files.</param>
    /// <param name="before">The previous content of each file.</param>
    /// <param name="encoding">The encoding in which the bytes of each file are shown.</param>
    /// <exception cref="InvalidOperationException">The diff does not apply to these files.</exception>
    public static Dictionary<string, byte[]> Apply(string shown, Func<string, byte[]?> before, Func<string, Encoding> encoding)
    {
        var result = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (Match file in FileHeader().Matches(shown))
        {
            var path = Unescape(file.Groups["new"].Value);
            var old = before(path);
            Require((old is null ? "/dev/null" : path) == Unescape(file.Groups["old"].Value), path);
            var rest = shown[(file.Index + file.Length)..];
            result[path] = Apply(FileHeader().Match(rest) is { Success: true } next ? rest[..next.Index] : rest, old ?? [], encoding(path));
        }

        return result;
    }

    private static byte[] Apply(string hunks, byte[] before, Encoding encoding)
    {
        var old = Lines(encoding.GetString(before));
        var made = new List<string>();
        var at = 0;
        foreach (Match hunk in Hunk().Matches(hunks))
        {
            var (line, count) = (Number(hunk, "line"), Number(hunk, "count"));
            var start = count == 0 ? line : line - 1;
            made.AddRange(old[at..start]);
            at = start;
            foreach (var row in Rows(hunk.Groups["rows"].Value))
            {
                if (row[0] != '+')
                {
                    Require(old[at++] == row[1..], row);
                }

                if (row[0] != '-')
                {
                    made.Add(row[1..]);
                }
            }

            Require(start + count == at, hunk.Value);
            var newCount = Number(hunk, "newCount");
            Require(Number(hunk, "newLine") == made.Count - newCount + (newCount == 0 ? 0 : 1), hunk.Value);
        }

        made.AddRange(old[at..]);
        return encoding.GetBytes(string.Concat(made));
    }

    /// <summary>The rows of a hunk with the line feeds that the lines have.</summary>
    private static List<string> Rows(string text)
    {
        var rows = new List<string>();
        foreach (var row in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (row == NoNewLine)
            {
                rows[^1] = rows[^1][..^1];
            }
            else
            {
                rows.Add(Unescape(row) + "\n");
            }
        }

        return rows;
    }

    private static void Require(bool holds, string where)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The difference doesn't fit at: {where}");
        }
    }

    private static string[] Lines(string text)
    {
        var lines = text.Split('\n').Select(line => line + "\n").ToArray();
        lines[^1] = lines[^1][..^1];
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static string Unescape(string text) =>
        Escape().Replace(
            text, escape => ((char)int.Parse(escape.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static int Number(Match hunk, string group) => int.Parse(hunk.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^--- (?<old>/[^
]*)
\+\+\+ (?<new>/[^
]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FileHeader();

    [GeneratedRegex(
        @"^@@ -(?<line>\d+),(?<count>\d+) \+(?<newLine>\d+),(?<newCount>\d+) @@(?<rows>(\n[ +\\-][^\n]*)*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Hunk();

    [GeneratedRegex(@"\\u\{([0-9A-F]+)\}")]
    private static partial Regex Escape();
}
