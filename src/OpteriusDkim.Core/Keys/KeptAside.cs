using System.Globalization;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>Copies of what is replaced or removed, under time-stamped names in the state directory; the last ten of each.</summary>
internal sealed class KeptAside(string stateDirectory, TimeProvider clock)
{
    private const int KeptOfEach = 10;
    private const int LargestFile = 1024 * 1024;

    /// <summary>Copies a file there. The copy is the caller's alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="group">The folder for it, such as a domain; the caller holds its lock.</param>
    /// <returns>The copy's path; null where the name leads to nothing.</returns>
    public string? Keep(string path, string group)
    {
        var folder = FolderFor(group);
        if (Descriptor.ReadAll(path, LargestFile) is not { } content)
        {
            return null;
        }

        try
        {
            var copy = Write(folder, Path.GetFileName(path), content, File.GetLastWriteTimeUtc(path));
            Prune(folder, Path.GetFileName(path));
            return copy;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Keeps content that was read already, of whatever length.</summary>
    /// <param name="name">The name of the copy, without its time.</param>
    /// <param name="content">The content.</param>
    /// <param name="group">The folder for it; the caller holds a lock that guards its names.</param>
    /// <param name="writtenAt">When it was written, in UTC.</param>
    /// <returns>The copy's path.</returns>
    public string KeepContent(string name, ReadOnlySpan<byte> content, string group, DateTime writtenAt)
    {
        var folder = FolderFor(group);
        var copy = Write(folder, name, content, writtenAt);
        Prune(folder, name);
        return copy;
    }

    /// <summary>Clears what a run that was killed while it kept something left.</summary>
    /// <param name="group">The folder; the caller holds a lock that guards its names.</param>
    public void RemoveLeftovers(string group)
    {
        if (Directory.Exists(PathOf(group)))
        {
            AtomicFile.RemoveLeftovers(PathOf(group));
        }
    }

    private string PathOf(string group) => Path.Combine(stateDirectory, "kept", group);

    private string FolderFor(string group)
    {
        var folder = PathOf(group);
        AtomicFolder.Ensure(stateDirectory, FileLock.OwnerOnly, owner: null);
        AtomicFolder.Ensure(Path.Combine(stateDirectory, "kept"), FileLock.OwnerOnly, owner: null);
        AtomicFolder.Ensure(folder, FileLock.OwnerOnly, owner: null);
        AtomicFile.RemoveLeftovers(folder);
        return folder;
    }

    private string Write(string folder, string name, ReadOnlySpan<byte> content, DateTime writtenAt)
    {
        var stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fffffff'Z'", CultureInfo.InvariantCulture);
        for (var again = 0; ; again++)
        {
            var copy = Path.Combine(folder, $"{name}.{stamp}{(again == 0 ? "" : $"-{again}")}");
            if (AtomicFile.Create(copy, content, new FileAttributesToBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModifiedAt: writtenAt)))
            {
                return copy;
            }
        }
    }

    private static void Prune(string folder, string name)
    {
        var copies = FolderNames.In(folder, name + ".????????T??????.*Z*").Order(StringComparer.Ordinal).ToArray();
        foreach (var old in copies.SkipLast(KeptOfEach))
        {
            AtomicFile.Remove(old);
        }
    }
}
