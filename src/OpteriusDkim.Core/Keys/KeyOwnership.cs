using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>The owner of key files and folders, and their modes.</summary>
/// <param name="Owner">The signer's user and group; null for the caller.</param>
internal sealed record KeyOwnership(FileOwner? Owner)
{
    /// <summary>0600, for any owner.</summary>
    internal static UnixFileMode KeyMode => UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0644 next to a signer's keys, 0600 next to the caller's: the record is public, but the folder isn't.</summary>
    internal UnixFileMode RecordMode => Owner is null
        ? KeyMode
        : KeyMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0750 for a signer's keys, 0700 for the caller's.</summary>
    internal UnixFileMode FolderMode => Owner is null
        ? FileLock.OwnerOnly
        : FileLock.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
}
