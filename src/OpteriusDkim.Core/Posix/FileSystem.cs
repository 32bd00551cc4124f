namespace OpteriusDkim.Posix;

/// <summary>Describes the file system of a path, for messages.</summary>
internal static class FileSystem
{
    /// <summary>The mount point of the file system of a path, which may not exist.</summary>
    public static string MountPointOf(string path)
    {
        var folder = Nearest(path);
        while (Path.GetDirectoryName(folder) is { } parent && DeviceOf(parent) == DeviceOf(folder))
        {
            folder = parent;
        }

        return folder;
    }

    /// <summary>The exhausted resource: space, inodes or quota.</summary>
    /// <param name="error">ENOSPC or EDQUOT.</param>
    public static string Shortage(int error, string mount)
    {
        if (error == Libc.QuotaExceeded)
        {
            return $"the disk quota on {mount} is used up";
        }

        return Libc.FileSystem(mount, out var status) == 0 && status is { Inodes: > 0, AvailableInodes: 0 }
            ? $"the file system {mount} has no free inodes"
            : $"the file system {mount} is full";
    }

    private static string Nearest(string path)
    {
        var resolved = ResolvedPath.Of(path);
        while (!Path.Exists(resolved) && Path.GetDirectoryName(resolved) is { } parent)
        {
            resolved = parent;
        }

        return Directory.Exists(resolved) ? resolved : Path.GetDirectoryName(resolved) ?? "/";
    }

    private static (uint Major, uint Minor) DeviceOf(string folder) =>
        Libc.Status(Libc.CurrentFolder, folder, 0, Libc.BasicStatus, out var entry) == 0 ? (entry.MajorDevice, entry.MinorDevice) : default;
}
