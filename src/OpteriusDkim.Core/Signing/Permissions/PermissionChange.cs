using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>What is changed of one file or folder, as few things as will do.</summary>
/// <param name="Path">Its path, links followed.</param>
/// <param name="States">What it is now, and after each step; two neighbours differ in one thing.</param>
/// <param name="Commands">The steps as a person would do them, such as <c>chmod 0600 PATH</c>.</param>
internal sealed record PermissionChange(string Path, IReadOnlyList<FileStatus> States, IReadOnlyList<string> Commands)
{
    /// <summary>Whether it needs setfacl.</summary>
    public bool NeedsAcl => States[^1].Acl is not null;
}
