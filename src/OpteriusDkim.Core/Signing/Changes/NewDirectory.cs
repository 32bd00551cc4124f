using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Changes;

/// <summary>A folder to create.</summary>
/// <param name="Owner">Its owner; null for the caller.</param>
internal sealed record NewDirectory(string Path, UnixFileMode Mode, FileOwner? Owner);
