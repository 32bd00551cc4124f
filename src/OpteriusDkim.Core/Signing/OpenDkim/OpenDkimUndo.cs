namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Undoes an edit for some domains line by line, in tables that were changed since.</summary>
internal sealed class OpenDkimUndo(OpenDkimTables now)
{
    private readonly List<OpenDkimLineChange> lines = [];
    private readonly HashSet<(bool InKeyTable, int Index)> taken = [];
    private readonly Lazy<LineIndex> keyLines = new(() => now.KeyTable!.File.IndexLines());
    private readonly Lazy<LineIndex> signingLines = new(() => now.SigningTable!.File.IndexLines());

    /// <summary>The inverse line changes. A line that was changed since the edit is kept.</summary>
    public IReadOnlyList<OpenDkimLineChange> Invert(IEnumerable<OpenDkimLineChange> done)
    {
        foreach (var line in done.OrderBy(line => line.Index))
        {
            if (line.New is null)
            {
                RestoreLine(line);
            }
            else if (Find(line.InKeyTable, line.New, line.Index, taken) is { } index)
            {
                taken.Add((line.InKeyTable, index));
                lines.Add(new OpenDkimLineChange(line.Domain, line.InKeyTable, index, line.New, line.Old));
            }
        }

        return lines;
    }

    private void RestoreLine(OpenDkimLineChange line)
    {
        if (Find(line.InKeyTable, line.Old!, line.Index, taken) is not null)
        {
            return;
        }

        var file = FileOf(line.InKeyTable);
        var index = line.After switch
        {
            null => 0,
            _ when Find(line.InKeyTable, line.After, line.Index - 1, []) is { } before => before + 1,
            _ => file.Lines.Count,
        };
        lines.Add(new OpenDkimLineChange(line.Domain, line.InKeyTable, index, Old: null, line.Old));
    }

    /// <summary>The line with these bytes nearest to its old place. There may be several, especially empty lines.</summary>
    private int? Find(bool inKeyTable, byte[] bytes, int near, HashSet<(bool InKeyTable, int Index)> without)
    {
        var file = FileOf(inKeyTable);
        int? nearest = null;
        foreach (var index in (inKeyTable ? keyLines : signingLines).Value.Candidates(bytes))
        {
            if (!without.Contains((inKeyTable, index)) && file.Bytes(file.Lines[index]).SequenceEqual(bytes)
                && (nearest is null || Math.Abs(index - near) < Math.Abs(nearest.Value - near)))
            {
                nearest = index;
            }
        }

        return nearest;
    }

    private OpenDkimTableFile FileOf(bool inKeyTable) => inKeyTable ? now.KeyTable!.File : now.SigningTable!.File;
}
