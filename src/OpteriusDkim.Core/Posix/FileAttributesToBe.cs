namespace OpteriusDkim;

/// <summary>What a new file is from the moment its name appears.</summary>
/// <param name="Mode">Its permissions, exactly, whatever the umask.</param>
/// <param name="Owner">Whom it belongs to; null for the caller.</param>
/// <param name="ModifiedAt">Its modification time in UTC; null for now.</param>
/// <param name="AccessOf">A file whose access control list it takes over, or none where that has none; null for what the folder gives.</param>
internal readonly record struct FileAttributesToBe(UnixFileMode Mode, FileOwner? Owner = null, DateTime? ModifiedAt = null, string? AccessOf = null);
