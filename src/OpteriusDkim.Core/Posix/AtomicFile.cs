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
    private const int LongestKept = 180;

    /// <summary>Makes a file under a name that isn't taken.</summary>
    /// <param name="attributes">Its mode, owner and time.</param>
    /// <returns>False where the name is taken; nothing has changed then.</returns>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static bool Create(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        var temporary = WriteTemporary(folder, name, content, attributes);
        try
        {
            if (!folder.Link(temporary, name))
            {
                return false;
            }
        }
        finally
        {
            folder.TryRemove(temporary);
        }

        folder.Flush();
        return true;
    }

    /// <summary>Makes a file, or replaces the one that has the name.</summary>
    /// <param name="attributes">Its mode, owner and time.</param>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static void Replace(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        var temporary = WriteTemporary(folder, name, content, attributes);
        try
        {
            folder.Rename(temporary, name);
        }
        catch
        {
            folder.TryRemove(temporary);
            throw;
        }

        folder.Flush();
    }

    /// <summary>Removes a file; one that is gone already is no failure.</summary>
    public static void Remove(OpenFolder folder, string name)
    {
        if (folder.Remove(name))
        {
            folder.Flush();
        }
    }

    /// <summary>Removes all temporary files that killed runs left in a folder.</summary>
    /// <param name="folder">A folder under the caller's lock.</param>
    public static void RemoveLeftovers(OpenFolder folder) => RemoveLeftovers(
        folder, leftover => leftover.StartsWith('.') && leftover.EndsWith(TemporarySuffix, StringComparison.Ordinal));

    /// <summary>Removes the temporary files that killed runs left of one file.</summary>
    /// <param name="name">Its name, which the caller's lock guards.</param>
    public static void RemoveLeftovers(OpenFolder folder, string name) =>
        RemoveLeftovers(folder, leftover => IsTemporaryOf(name, leftover));

    /// <summary>A temporary name that no reader takes for a key or a table.</summary>
    /// <param name="name">The name that the file will have.</param>
    public static string TemporaryNameOf(string name) =>
        $".{Shortened(name)}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes))}{TemporarySuffix}";

    /// <summary>Whether a name is a temporary one of another, and not of a longer name that begins alike.</summary>
    /// <param name="name">The name that the file would have.</param>
    /// <param name="leftover">A name in the same folder.</param>
    public static bool IsTemporaryOf(string name, string leftover)
    {
        var prefix = $".{Shortened(name)}.";
        return leftover.Length == prefix.Length + (2 * RandomBytes) + TemporarySuffix.Length
            && leftover.StartsWith(prefix, StringComparison.Ordinal)
            && leftover.EndsWith(TemporarySuffix, StringComparison.Ordinal);
    }

    /// <summary>The part of a name that leaves room for a suffix: a name has 255 bytes at most.</summary>
    /// <param name="name">The name, ASCII.</param>
    public static string Shortened(string name) => name.Length <= LongestKept
        ? name
        : $"{name[..LongestKept]}-{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(name)), 0, 8)}";

    private static void RemoveLeftovers(OpenFolder folder, Func<string, bool> isLeftover)
    {
        foreach (var leftover in folder.Names().Where(isLeftover))
        {
            folder.TryRemove(leftover);
        }
    }

    private static string WriteTemporary(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        var temporary = TemporaryNameOf(name);
        using var file = folder.CreateFile(temporary);
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
                file.ChangeTime(time);
            }

            file.Flush();
            return temporary;
        }
        catch
        {
            folder.TryRemove(temporary);
            throw;
        }
    }
}
