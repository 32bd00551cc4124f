using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>A path without symbolic links, by which two names of one file or folder are seen to be the same.</summary>
internal static class ResolvedPath
{
    /// <summary>How many links are followed at most, as the kernel does.</summary>
    private const int MostLinks = 40;

    /// <summary>Resolves a path; what doesn't exist yet is appended as it stands, and a link to it is followed.</summary>
    public static string Of(string path) => Of(path, MostLinks);

    /// <summary>
    /// An absolute path as the kernel takes it: <c>..</c> after a link leads to the folder above the link's target. Without
    /// <c>..</c> links stay as they are.
    /// </summary>
    /// <param name="folder">What a relative path is relative to.</param>
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
