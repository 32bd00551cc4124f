using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>Resolves symbolic links in paths, so that two names of one file or folder can be compared.</summary>
internal static class ResolvedPath
{
    /// <summary>The kernel's limit of links.</summary>
    private const int MaxLinks = 40;

    /// <summary>Resolves a path. Parts that don't exist are appended unchanged, and links to them are followed.</summary>
    public static string Of(string path) => Of(path, MaxLinks);

    /// <summary>
    /// An absolute path as the kernel resolves it: <c>..</c> after a link is the parent of the link's target. Without
    /// <c>..</c> links are kept.
    /// </summary>
    /// <param name="folder">The base directory for a relative path.</param>
    public static string Full(string path, string folder)
    {
        var full = Path.Combine(folder, path);
        return Array.Exists(full.Split('/'), part => part == "..") ? Path.GetFullPath(Of(full)) : Path.GetFullPath(full);
    }

    private static string Of(string path, int links)
    {
        var memory = Libc.Resolve(path, 0);
        if (memory != 0)
        {
            var resolved = Marshal.PtrToStringUTF8(memory)!;
            Libc.Free(memory);
            return resolved;
        }

        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var folder = Of(parent, links);
        return links > 0 && new FileInfo(path).LinkTarget is { } target
            ? Of(Path.GetFullPath(target, folder), links - 1)
            : Path.Combine(folder, Path.GetFileName(path));
    }
}
