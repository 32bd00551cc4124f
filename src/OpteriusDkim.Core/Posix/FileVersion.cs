namespace OpteriusDkim.Posix;

/// <summary>By what a change of a file or folder is noticed, links followed: another file under its name, or other content.</summary>
internal readonly record struct FileVersion(
    ulong Device, ulong Inode, ulong Size, long Seconds, uint Nanoseconds, long ChangedSeconds, uint ChangedNanoseconds)
{
    /// <summary>The version of what a path leads to now; the default where there is nothing, or where the caller may not look.</summary>
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
