namespace OpteriusDkim.Posix;

/// <summary>The attributes that a new file has from the moment its name appears.</summary>
/// <param name="Mode">Its permissions, exactly, whatever the umask.</param>
/// <param name="Owner">Its owner; null for the caller.</param>
/// <param name="ModifiedAt">Its modification time in UTC; null for now.</param>
/// <param name="AccessOf">An open file whose access control list it takes over, or none where that has none; null for what the folder
/// gives.</param>
internal readonly record struct NewFileAttributes(
    UnixFileMode Mode, FileOwner? Owner = null, DateTime? ModifiedAt = null, Descriptor? AccessOf = null);
