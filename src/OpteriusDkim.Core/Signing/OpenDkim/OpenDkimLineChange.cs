using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A change of one table line for one domain.</summary>
/// <param name="InKeyTable">Whether the line is in the KeyTable; otherwise it is in the SigningTable.</param>
/// <param name="Index">The line to replace or remove, or to insert before; the number of lines to append.</param>
/// <param name="Old">The bytes before the change; null for a new line.</param>
/// <param name="New">The bytes after the change; null for a removed line.</param>
internal sealed record OpenDkimLineChange(DomainName Domain, bool InKeyTable, int Index, byte[]? Old, byte[]? New)
{
    /// <summary>
    /// Sorts new lines at the same place in ascending order: a pattern for subdomains has to come after longer ones.
    /// </summary>
    public int Rank { get; init; }

    /// <summary>
    /// For a removed line, the bytes of the last kept line before it, which locate its place on undo; null at the top.
    /// </summary>
    public byte[]? After { get; init; }

    /// <summary>The removal of a line.</summary>
    public static OpenDkimLineChange Removal(DomainName domain, OpenDkimTableFile file, int index, bool inKeyTable) =>
        new(domain, inKeyTable, index, file.Bytes(file.Lines[index]).ToArray(), New: null);
}
