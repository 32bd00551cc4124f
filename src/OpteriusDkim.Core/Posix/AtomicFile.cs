using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim;

/// <summary>
/// Writes files that are whole, flushed and rightly owned before their name appears: written beside under a name
/// of their own, then linked (never replacing) or renamed (replacing).
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".dkim-tmp";
    private const int RandomBytes = 8;
    private const int LongestKept = 180;

    /// <summary>Makes a file under a name that isn't taken.</summary>
    /// <param name="path">Its path; the folder must exist.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="attributes">Its mode, owner and time.</param>
    /// <returns>False where the name is taken; nothing has changed then.</returns>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static bool Create(string path, ReadOnlySpan<byte> content, FileAttributesToBe attributes)
    {
        var temporary = WriteBeside(path, content, attributes);
        try
        {
            if (!Link(temporary, path))
            {
                return false;
            }
        }
        finally
        {
            _ = Libc.Unlink(temporary);
        }

        FlushFolderOf(path);
        return true;
    }

    /// <summary>Makes a file, or puts it in the place of the one that has the name.</summary>
    /// <param name="path">Its path; the folder must exist.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="attributes">Its mode, owner and time.</param>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, FileAttributesToBe attributes)
    {
        var temporary = WriteBeside(path, content, attributes);
        if (Libc.Rename(temporary, path) != 0)
        {
            var failure = PosixFailure.Of("putting it in place", path);
            _ = Libc.Unlink(temporary);
            throw failure;
        }

        FlushFolderOf(path);
    }

    /// <summary>Gives a file a second name that isn't taken, on the same file system.</summary>
    /// <param name="existing">The file.</param>
    /// <param name="path">The second name.</param>
    /// <returns>False where the name is taken.</returns>
    public static bool Link(string existing, string path)
    {
        if (Libc.Link(existing, path) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == Libc.Exists ? false : throw PosixFailure.Of("giving it its name", path);
    }

    /// <summary>Removes a name; one that is gone already is no failure.</summary>
    /// <param name="path">The file's path.</param>
    public static void Remove(string path)
    {
        if (Libc.Unlink(path) != 0 && Marshal.GetLastPInvokeError() != Libc.NoEntry)
        {
            throw PosixFailure.Of("removing it", path);
        }

        FlushFolderOf(path);
    }

    /// <summary>Clears what a crash left beside the names of a folder.</summary>
    /// <param name="folder">A folder under the caller's lock.</param>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var leftover in FolderNames.In(folder, ".*" + TemporarySuffix))
        {
            _ = Libc.Unlink(leftover);
        }
    }

    /// <summary>A name beside another that no reader takes for a key or a table.</summary>
    /// <param name="path">The name to be.</param>
    public static string TemporaryBeside(string path) => Path.Combine(
        FolderOf(path),
        $".{Shortened(Path.GetFileName(path))}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes))}{TemporarySuffix}");

    /// <summary>Whether a name is such a one for another, and not for a longer name that begins alike.</summary>
    /// <param name="name">The name to be, without its folder.</param>
    /// <param name="leftover">A name in the same folder.</param>
    public static bool IsTemporaryOf(string name, string leftover)
    {
        var prefix = $".{Shortened(name)}.";
        return leftover.Length == prefix.Length + (2 * RandomBytes) + TemporarySuffix.Length
            && leftover.StartsWith(prefix, StringComparison.Ordinal)
            && leftover.EndsWith(TemporarySuffix, StringComparison.Ordinal);
    }

    /// <summary>The part of a name that leaves room for more beside it: a name in a folder has 255 bytes at most.</summary>
    /// <param name="name">The name, ASCII.</param>
    public static string Shortened(string name) => name.Length <= LongestKept
        ? name
        : $"{name[..LongestKept]}-{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(name)), 0, 8)}";

    /// <summary>Makes the entries of a folder last through a power cut.</summary>
    /// <param name="path">A name in the folder.</param>
    public static void FlushFolderOf(string path)
    {
        using var folder = Descriptor.OpenFolder(FolderOf(path));
        folder.Flush();
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    private static string WriteBeside(string path, ReadOnlySpan<byte> content, FileAttributesToBe attributes)
    {
        var temporary = TemporaryBeside(path);
        using var file = Descriptor.CreateNew(temporary);
        try
        {
            if (attributes.Owner is { } other)
            {
                file.ChangeOwner(other);
            }

            file.ChangeMode(attributes.Mode);
            if (attributes.AccessOf is { } model)
            {
                file.ChangeAccess(AccessControlList.BytesOf(model), attributes.Mode);
            }

            file.Write(content);
            if (attributes.ModifiedAt is { } time)
            {
                File.SetLastWriteTimeUtc(temporary, time);
            }

            file.Flush();
            return temporary;
        }
        catch
        {
            _ = Libc.Unlink(temporary);
            throw;
        }
    }
}
