using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>A folder in the path of a key, or the key file, with its findings.</summary>
/// <param name="Path">Its path with links resolved.</param>
/// <param name="Status">Its status; null if it doesn't exist.</param>
/// <param name="Unsafe">The findings by which other users can read or replace the key.</param>
/// <param name="Unreadable">The findings by which signers can't search or read it.</param>
internal sealed record KeyPathComponent(
    string Path, FileStatus? Status, IReadOnlyList<DkimFinding> Unsafe, IReadOnlyList<DkimFinding> Unreadable)
{
    public IReadOnlyList<DkimFinding> Findings => [.. Unsafe, .. Unreadable];
}
