using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>A path without symbolic links, by which two names of one file or folder are seen to be the same.</summary>
internal static class ResolvedPath
{
    /// <summary>Resolves a path; what doesn't exist yet is appended as it stands.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path)
    {
        var memory = Libc.Resolve(path, 0);
        if (memory != 0)
        {
            var resolved = Marshal.PtrToStringUTF8(memory)!;
            Libc.Free(memory);
            return resolved;
        }

        return Path.GetDirectoryName(path) is { } parent
            ? Path.Combine(Of(parent), Path.GetFileName(path))
            : path;
    }
}
