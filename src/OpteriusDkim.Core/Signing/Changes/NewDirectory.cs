using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Changes;

/// <summary>A folder that isn't there yet.</summary>
/// <param name="Owner">Whom it will belong to; null for the caller.</param>
internal sealed record NewDirectory(string Path, UnixFileMode Mode, FileOwner? Owner);
