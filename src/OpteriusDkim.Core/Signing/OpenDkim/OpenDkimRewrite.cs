using System.Text;

namespace OpteriusDkim;

/// <summary>Makes a table anew from its lines and what is done to some of them; all other bytes stay as they are.</summary>
internal static class OpenDkimRewrite
{
    /// <summary>The table with the changes in it.</summary>
    /// <param name="file">The table.</param>
    /// <param name="changes">What is done to it.</param>
    public static byte[] Apply(OpenDkimTableFile file, IReadOnlyCollection<OpenDkimLineChange> changes)
    {
        var inserted = changes.Where(change => change.Old is null).ToLookup(change => change.Index);
        var changed = changes.Where(change => change.Old is not null).ToDictionary(change => change.Index);
        var result = new MemoryStream((file.Content?.Length ?? 0) + changes.Sum(change => change.New?.Length ?? 0) + 2);
        for (var index = 0; index < file.Lines.Count; index++)
        {
            Write(result, inserted[index]);
            result.Write(changed.TryGetValue(index, out var change) ? change.New ?? [] : file.Bytes(file.Lines[index]));
        }

        var appended = inserted[file.Lines.Count].ToArray();
        if (appended.Length > 0 && result.Length > 0 && result.GetBuffer()[result.Length - 1] != (byte)'\n')
        {
            result.Write(Encoding.Latin1.GetBytes(file.NewLine));
        }

        Write(result, appended);
        return result.ToArray();
    }

    private static void Write(MemoryStream result, IEnumerable<OpenDkimLineChange> lines)
    {
        foreach (var line in lines.OrderBy(line => line.Rank))
        {
            result.Write(line.New);
        }
    }
}
