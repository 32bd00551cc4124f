using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>A folder on the way to a key, or the key's file, and what signers find wrong with it.</summary>
/// <param name="Path">Its path, links followed.</param>
/// <param name="Status">Whose it is; null where there is nothing.</param>
/// <param name="Unsafe">Why it would let others read or replace the key.</param>
/// <param name="Unreadable">Which signers can't pass it or read it, and why.</param>
internal sealed record KeyPathComponent(
    string Path, FileStatus? Status, IReadOnlyList<DkimFinding> Unsafe, IReadOnlyList<DkimFinding> Unreadable)
{
    /// <summary>Both kinds.</summary>
    public IReadOnlyList<DkimFinding> Findings => [.. Unsafe, .. Unreadable];
}
