using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>Backups of replaced and removed files, under time-stamped names in the state directory; the last ten of each.</summary>
internal sealed class Backups(string stateDirectory, TimeProvider clock)
{
    private const int KeptOfEach = 10;
    private const int LargestFile = 1024 * 1024;
    private const string Location = "kept";

    /// <summary>Backs up a file. Only the caller can read the copy.</summary>
    /// <param name="from">The file's folder.</param>
    /// <param name="file">Its name.</param>
    /// <param name="group">The folder for the copy, such as a domain; the caller holds its lock.</param>
    /// <returns>The copy's path; null if there is no regular file of this name.</returns>
    public string? Keep(OpenFolder from, string file, string group)
    {
        using var target = FolderPath.TryFollow(from, file, out var name);
        return target is null ? Keep(from, file, file, group) : Keep(target, name, file, group);
    }

    /// <summary>Backs up content of any length.</summary>
    /// <param name="name">The name of the copy, without its time.</param>
    /// <param name="group">The folder for the copy; the caller holds its lock.</param>
    /// <param name="writtenAt">When the content was written, in UTC.</param>
    /// <returns>The copy's path.</returns>
    public string KeepContent(string name, ReadOnlySpan<byte> content, string group, DateTime writtenAt)
    {
        using var folder = FolderFor(group);
        AtomicFile.RemoveLeftovers(folder);
        var copy = Write(folder, name, content, writtenAt);
        Prune(folder, name);
        return Path.Combine(stateDirectory, Location, group, copy);
    }

    /// <summary>Removes incomplete copies of killed runs.</summary>
    /// <param name="group">The folder; the caller holds its lock.</param>
    public void RemoveLeftovers(string group)
    {
        using var folder = OpenFolder.TryOpen(Path.Combine(stateDirectory, Location, group));
        if (folder is not null)
        {
            AtomicFile.RemoveLeftovers(folder);
        }
    }

    /// <summary>The paths of a file's copies; empty if they can't be listed.</summary>
    public IReadOnlyList<string> CopiesOf(string group, string name)
    {
        try
        {
            using var folder = OpenFolder.TryOpen(Path.Combine(stateDirectory, Location, group));
            return folder is null ? [] : [.. CopiesIn(folder, name).Select(folder.PathOf)];
        }
        catch (InaccessibleException)
        {
            return [];
        }
    }

    /// <summary>Removes a copy.</summary>
    /// <param name="path">Its path, as <see cref="CopiesOf"/> gives it.</param>
    public static void Remove(string path)
    {
        using var folder = OpenFolder.TryOpen(Path.GetDirectoryName(path)!);
        if (folder is not null)
        {
            AtomicFile.Remove(folder, Path.GetFileName(path));
        }
    }

    private string? Keep(OpenFolder from, string file, string name, string group)
    {
        if (from.Read(file, LargestFile) is not { } content)
        {
            return null;
        }

        try
        {
            return KeepContent(name, content, group, from.ModifiedAt(file));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private OpenFolder FolderFor(string group)
    {
        using var state = AtomicFolder.Ensure(stateDirectory, FileLock.OwnerOnly, owner: null);
        using var all = AtomicFolder.EnsureIn(state, Location, FileLock.OwnerOnly, owner: null);
        return AtomicFolder.EnsureIn(all, group, FileLock.OwnerOnly, owner: null);
    }

    private string Write(OpenFolder folder, string name, ReadOnlySpan<byte> content, DateTime writtenAt)
    {
        var stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fffffff'Z'", CultureInfo.InvariantCulture);
        for (var again = 0; ; again++)
        {
            var copy = $"{name}.{stamp}{(again == 0 ? "" : $"-{again}")}";
            var attributes = new NewFileAttributes(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModifiedAt: writtenAt);
            if (AtomicFile.Create(folder, copy, content, attributes))
            {
                return copy;
            }
        }
    }

    private static void Prune(OpenFolder folder, string name)
    {
        foreach (var old in CopiesIn(folder, name).SkipLast(KeptOfEach))
        {
            AtomicFile.Remove(folder, old);
        }
    }

    /// <summary>The names of the copies, the oldest first.</summary>
    private static string[] CopiesIn(OpenFolder folder, string name) =>
    [
        .. folder.Names()
            .Where(copy => FileSystemName.MatchesSimpleExpression($"{name}.????????T??????.*Z*", copy, ignoreCase: false))
            .Order(StringComparer.Ordinal),
    ];
}
