namespace OpteriusDkim.Posix;

/// <summary>Identifies the version of a file or folder, with links resolved, to detect a replaced file or changed content.</summary>
internal readonly record struct FileVersion(
    ulong Device, ulong Inode, ulong Size, long Seconds, uint Nanoseconds, long ChangedSeconds, uint ChangedNanoseconds)
{
    /// <summary>The present version; the default if the file doesn't exist or isn't accessible.</summary>
    public static FileVersion Of(string path) =>
        Libc.Status(Libc.CurrentFolder, path, 0, Libc.BasicStatus, out var entry) == 0
            ? new FileVersion(
                ((ulong)entry.MajorDevice << 32) | entry.MinorDevice,
                entry.Inode,
                entry.Size,
                entry.ModifiedSeconds,
                entry.ModifiedNanoseconds,
                entry.ChangedSeconds,
                entry.ChangedNanoseconds)
            : default;
}
