namespace OpteriusDkim.Posix;

/// <summary>The attributes of a new file, set before its name appears.</summary>
/// <param name="Mode">Its exact permissions, regardless of the umask.</param>
/// <param name="Owner">Its owner; null for the caller.</param>
/// <param name="ModifiedAt">Its modification time in UTC; null for now.</param>
/// <param name="AccessOf">An open file whose access control list is copied; null to inherit the folder's.</param>
internal readonly record struct NewFileAttributes(
    UnixFileMode Mode, FileOwner? Owner = null, DateTime? ModifiedAt = null, Descriptor? AccessOf = null);
