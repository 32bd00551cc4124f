using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using Microsoft.Win32.SafeHandles;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>
/// A signer's files, read line by line; their bytes as Latin-1, so that none is lost. It remembers what each was when
/// it was looked at, those that weren't there too, so that a later change is seen.
/// </summary>
internal sealed class SignerFiles
{
    private const int PieceCompared = 64 * 1024;

    private readonly Dictionary<string, FileVersion> consulted = [];

    /// <summary>Whether one of the files isn't any more what it was when it was looked at.</summary>
    public bool HaveChanged => consulted.Any(file => file.Value != FileVersion.Of(file.Key));

    /// <summary>Reads the lines.</summary>
    /// <exception cref="InaccessibleException">It can't be read, so it isn't known what it names.</exception>
    public IEnumerable<string> ReadLines(string path)
    {
        consulted.TryAdd(path, FileVersion.Of(path));
        using var reader = Open(path);
        while (ReadLine(reader, path) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>All of a file as Latin-1, a byte order mark included.</summary>
    /// <returns>The text; null where there is no such file.</returns>
    /// <exception cref="InaccessibleException">It can't be read, so it isn't known what it names.</exception>
    public string? ReadText(string path)
    {
        consulted.TryAdd(path, FileVersion.Of(path));
        return ReadBytes(path) is { } bytes ? Encoding.Latin1.GetString(bytes.Span) : null;
    }

    /// <summary>The bytes of a table.</summary>
    /// <returns>They; null where there is no such file.</returns>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static ReadOnlyMemory<byte>? ReadBytes(string path) => Attempt(path, () => (ReadOnlyMemory<byte>?)File.ReadAllBytes(path));

    /// <summary>Whether a table is as it was read.</summary>
    /// <param name="content">The bytes that it had; null where there was no such file.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static bool Holds(string path, ReadOnlyMemory<byte>? content) =>
        Attempt(path, () => (bool?)IsThereWith(path, content)) ?? content is null;

    /// <summary>Whether there is such a file. That its folder may not be searched is no "no".</summary>
    /// <exception cref="InaccessibleException">Nobody can tell.</exception>
    public bool Exists(string path)
    {
        consulted.TryAdd(path, FileVersion.Of(path));
        try
        {
            return !File.GetAttributes(path).HasFlag(FileAttributes.Directory);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    /// <summary>Remembers what a file or folder is now, so that a later change is seen.</summary>
    public void Watch(string path) => consulted.TryAdd(path, FileVersion.Of(path));

    /// <summary>The error for a table that nobody can look into.</summary>
    public static InaccessibleException Unreadable(string source, string reason, Exception? cause = null) =>
        new(FindingTable.SignerTableUnreadable.With(("source", source), ("reason", reason)), source, cause);

    /// <summary>The error for a signer's configuration that isn't there.</summary>
    public static InaccessibleException NoConfiguration(string path) =>
        new(FindingTable.SignerConfigurationMissing.With(("path", path)), path);

    /// <summary>Opens a file. A pipe in its place would be waited for, and what it says is gone once it is read.</summary>
    private static StreamReader Open(string path)
    {
        RequireFile(path);
        try
        {
            return new StreamReader(path, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private static bool IsThereWith(string path, ReadOnlyMemory<byte>? content)
    {
        using var file = File.OpenHandle(path);
        return content is { } bytes && Holds(file, bytes.Span);
    }

    private static bool Holds(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        var room = new byte[PieceCompared];
        var at = 0;
        while (RandomAccess.Read(file, room, at) is > 0 and var length)
        {
            if (!content[at..].StartsWith(room.AsSpan(0, length)))
            {
                return false;
            }

            at += length;
        }

        return at == content.Length;
    }

    /// <summary>What comes of looking into a file; nothing where there is none.</summary>
    private static T? Attempt<T>(string path, Func<T?> look)
    {
        RequireFile(path);
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private static void RequireFile(string path)
    {
        if (path.Length > 0 && FileStatus.Of(path) is { Kind: not FileKind.File })
        {
            throw Unreadable(path, "it is not a file");
        }
    }

    private static string? ReadLine(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }
}
