using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Applies line changes to a table and keeps all other bytes.</summary>
internal static class OpenDkimRewrite
{
    public static ReadOnlyMemory<byte> Apply(OpenDkimTableFile file, IReadOnlyCollection<OpenDkimLineChange> changes)
    {
        var content = (file.Content ?? ReadOnlyMemory<byte>.Empty).Span;
        var newLine = Encoding.ASCII.GetBytes(file.NewLine);
        var result = new MemoryStream(
            content.Length + newLine.Length + changes.Sum(change => (change.New?.Length ?? 0) - (change.Old?.Length ?? 0)));
        var taken = 0;
        foreach (var change in InOrder(changes))
        {
            var isAppended = change.Index == file.Lines.Count;
            var place = isAppended ? content.Length : file.Lines[change.Index].Start;
            result.Write(content[taken..place]);
            taken = change.Old is null ? place : place + file.Lines[change.Index].Length;
            if (isAppended && Written(result) is [.., not (byte)'\n'])
            {
                result.Write(newLine);
            }

            result.Write(change.New);
        }

        result.Write(content[taken..]);
        return result.GetBuffer().AsMemory(0, (int)result.Length);
    }

    /// <summary>New lines precede the line at their place.</summary>
    private static IEnumerable<OpenDkimLineChange> InOrder(IEnumerable<OpenDkimLineChange> changes) =>
        changes.OrderBy(change => change.Index).ThenBy(change => change.Old is not null).ThenBy(change => change.Rank);

    private static ReadOnlySpan<byte> Written(MemoryStream result) => result.GetBuffer().AsSpan(0, (int)result.Length);
}
