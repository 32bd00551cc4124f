namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The bytes of a table, split into lines.</summary>
internal sealed class OpenDkimTableFile
{
    /// <summary>The longest line that opendkim-db.c reads at once: fgets(3) with a buffer of BUFRSZ (1024).</summary>
    public const int LongestLine = 1023;

    private OpenDkimTableFile(string path, ReadOnlyMemory<byte>? content, IReadOnlyList<OpenDkimLine> lines)
    {
        Path = path;
        Content = content;
        Lines = lines;
    }

    /// <summary>A part of an entry.</summary>
    public delegate ReadOnlySpan<byte> Part(OpenDkimField field);

    public string Path { get; }

    /// <summary>File and line of the directive, for a list in a directive; null for a file.</summary>
    public string? Directive { get; init; }

    /// <summary>Its bytes; null if the file is missing.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    public IReadOnlyList<OpenDkimLine> Lines { get; }

    /// <summary>The line end of the file's first line.</summary>
    public string NewLine => Lines.Count > 0 && Bytes(Lines[0]) is [.., (byte)'\r', (byte)'\n'] ? "\r\n" : "\n";

    /// <param name="content">Its bytes; null if the file is missing.</param>
    /// <param name="directive">File and line of the directive, for a list in a directive; null for a file.</param>
    public static OpenDkimTableFile Of(string path, ReadOnlyMemory<byte>? content, string? directive = null) =>
        new(path, content, content is { } bytes ? Split(bytes.Span) : []) { Directive = directive };

    public ReadOnlySpan<byte> Bytes(OpenDkimLine line) => Content!.Value.Span.Slice(line.Start, line.Length);

    /// <summary>The part of a line that the daemon reads: up to its end, a comment or a zero byte.</summary>
    public ReadOnlySpan<byte> Text(OpenDkimLine line)
    {
        var bytes = Bytes(line);
        var end = bytes.IndexOfAny((byte)'\n', (byte)'#', (byte)0);
        return end < 0 ? bytes : bytes[..end];
    }

    /// <summary>The fields of a line.</summary>
    /// <param name="hasPatterns">Whether the table is a refile.</param>
    public OpenDkimField FieldOf(int index, bool hasPatterns)
    {
        var text = Text(Lines[index]);
        return hasPatterns ? OpenDkimField.OfRefile(text) : OpenDkimField.OfFile(text);
    }

    /// <summary>Indexes the entries by a part of their fields.</summary>
    /// <param name="hasPatterns">Whether the table is a refile.</param>
    public LineIndex IndexBy(bool hasPatterns, Part part)
    {
        var lines = new LineIndex(Lines.Count);
        for (var index = 0; index < Lines.Count; index++)
        {
            var field = FieldOf(index, hasPatterns);
            if (!field.IsNone)
            {
                lines.Add(index, part(field));
            }
        }

        return lines;
    }

    /// <summary>Indexes all lines by their content.</summary>
    public LineIndex IndexLines()
    {
        var lines = new LineIndex(Lines.Count);
        for (var index = 0; index < Lines.Count; index++)
        {
            lines.Add(index, Bytes(Lines[index]));
        }

        return lines;
    }

    /// <summary>File and line; for a list in a directive, those of the directive.</summary>
    public string Source(OpenDkimLine line) => Directive ?? $"{Path}:{line.Number}";

    private static List<OpenDkimLine> Split(ReadOnlySpan<byte> content)
    {
        var lines = new List<OpenDkimLine>(content.Count((byte)'\n') + 1);
        var number = 0;
        for (var start = 0; start < content.Length;)
        {
            number++;
            var newLine = content[start..].IndexOf((byte)'\n');
            var length = newLine < 0 ? content.Length - start : newLine + 1;
            AddPieces(lines, number, start, length);
            start += length;
        }

        return lines;
    }

    private static void AddPieces(List<OpenDkimLine> lines, int number, int start, int length)
    {
        for (var at = 0; at < length; at += LongestLine)
        {
            lines.Add(new OpenDkimLine(number, start + at, Math.Min(LongestLine, length - at), length > LongestLine));
        }
    }
}
