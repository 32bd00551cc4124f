using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>Whom key files and folders belong to, and who else may look into the folders.</summary>
/// <param name="Owner">The signer's user and group; null for the caller alone.</param>
internal sealed record KeyOwnership(FileOwner? Owner)
{
    /// <summary>0600, for any owner.</summary>
    internal static UnixFileMode KeyMode => UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0644 beside a signer's keys, 0600 beside the caller's: what it holds is public, the folder isn't.</summary>
    internal UnixFileMode RecordMode => Owner is null
        ? KeyMode
        : KeyMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0750 for a signer's keys, 0700 for the caller's.</summary>
    internal UnixFileMode FolderMode => Owner is null
        ? FileLock.OwnerOnly
        : FileLock.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
}
