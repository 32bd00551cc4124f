using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>The minimal change of one file or folder.</summary>
/// <param name="Path">Its path with links resolved.</param>
/// <param name="States">Its present state, and the state after each step. Consecutive states differ in one property.</param>
/// <param name="Commands">The equivalent commands, for example <c>chmod 0600 PATH</c>.</param>
internal sealed record PermissionChange(string Path, IReadOnlyList<FileStatus> States, IReadOnlyList<string> Commands)
{
    public bool NeedsAcl => States[^1].Acl is not null;
}
