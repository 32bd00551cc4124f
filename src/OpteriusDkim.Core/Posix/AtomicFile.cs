using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Posix;

/// <summary>
/// Writes files that are complete, flushed and have the right owner before their name appears: each is written under a
/// temporary name, then linked (never replacing) or renamed (replacing).
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".dkim-tmp";
    private const int RandomBytes = 8;
    private const int MaxNameLength = 180;

    /// <summary>Creates a file, unless the name exists.</summary>
    /// <returns>False if the name exists; nothing was changed then.</returns>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static bool Create(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        using var file = PendingFile.Write(folder, name, content, attributes);
        file.File.Flush();
        if (!file.Create())
        {
            return false;
        }

        folder.Flush();
        return true;
    }

    /// <summary>Creates or replaces a file.</summary>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static void Replace(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        using var file = PendingFile.Write(folder, name, content, attributes);
        file.File.Flush();
        file.Replace();
        folder.Flush();
    }

    /// <summary>Removes a file, if it exists.</summary>
    public static void Remove(OpenFolder folder, string name)
    {
        if (folder.Remove(name))
        {
            folder.Flush();
        }
    }

    /// <summary>Removes all temporary files of killed runs in a folder.</summary>
    /// <param name="folder">A folder that the caller has locked.</param>
    public static void RemoveLeftovers(OpenFolder folder)
    {
        foreach (var leftover in folder.Names().Where(IsTemporary))
        {
            folder.TryRemove(leftover);
        }
    }

    /// <summary>Removes the temporary files of killed runs for one file.</summary>
    /// <param name="name">Its name, which the caller has locked.</param>
    public static void RemoveLeftovers(OpenFolder folder, string name) =>
        RemoveLeftovers(folder, name, folder.Names());

    /// <summary>The same with names of the folder, of which some may no longer exist.</summary>
    public static void RemoveLeftovers(OpenFolder folder, string name, IEnumerable<string> names)
    {
        foreach (var leftover in names.Where(leftover => IsTemporaryOf(name, leftover)))
        {
            folder.TryRemove(leftover);
        }
    }

    /// <summary>The temporary names in a folder, of killed runs and of those in progress; empty if the folder doesn't exist.</summary>
    public static IReadOnlyList<string> TemporaryNamesIn(string path)
    {
        using var folder = OpenFolder.TryOpen(path);
        return folder is null ? [] : [.. folder.Names().Where(IsTemporary)];
    }

    /// <summary>A temporary name that can't be mistaken for a key or a table.</summary>
    /// <param name="name">The final name of the file.</param>
    public static string TemporaryNameOf(string name) =>
        $".{Shortened(name)}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes))}{TemporarySuffix}";

    /// <summary>Whether a name is a temporary name for another, and not for a longer one with the same prefix.</summary>
    public static bool IsTemporaryOf(string name, string leftover)
    {
        var prefix = $".{Shortened(name)}.";
        return leftover.Length == prefix.Length + (2 * RandomBytes) + TemporarySuffix.Length
            && leftover.StartsWith(prefix, StringComparison.Ordinal)
            && leftover.EndsWith(TemporarySuffix, StringComparison.Ordinal);
    }

    /// <summary>Shortens a name so that a suffix fits into the limit of 255 bytes.</summary>
    /// <param name="name">The name, ASCII.</param>
    public static string Shortened(string name) => name.Length <= MaxNameLength
        ? name
        : $"{name[..MaxNameLength]}-{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(name)), 0, 8)}";

    private static bool IsTemporary(string name) => name.StartsWith('.') && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);
}
