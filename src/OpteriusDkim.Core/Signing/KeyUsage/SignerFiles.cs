using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using Microsoft.Win32.SafeHandles;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>
/// Reads a signer's files, as Latin-1, which is lossless. It remembers the version of each file, also of
/// missing ones, to detect later changes.
/// </summary>
internal sealed class SignerFiles
{
    private const int BlockSize = 64 * 1024;

    private readonly Dictionary<string, FileVersion> consulted = [];

    /// <summary>Whether a file has changed since it was read.</summary>
    public bool HaveChanged => consulted.Any(file => file.Value != FileVersion.Of(file.Key));

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

    /// <summary>Reads a file as Latin-1, including a byte order mark.</summary>
    /// <returns>The text; null if the file is missing.</returns>
    /// <exception cref="InaccessibleException">It can't be read, so it isn't known what it names.</exception>
    public string? ReadText(string path)
    {
        consulted.TryAdd(path, FileVersion.Of(path));
        return ReadBytes(path) is { } bytes ? Encoding.Latin1.GetString(bytes.Span) : null;
    }

    /// <returns>The bytes; null if the file is missing.</returns>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static ReadOnlyMemory<byte>? ReadBytes(string path) => Attempt(path, () => (ReadOnlyMemory<byte>?)File.ReadAllBytes(path));

    /// <summary>Whether a table still has the content that was read.</summary>
    /// <param name="content">The bytes that it had; null if it was missing.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static bool Holds(string path, ReadOnlyMemory<byte>? content) =>
        Attempt(path, () => (bool?)IsThereWith(path, content)) ?? content is null;

    /// <summary>Whether a file exists. A folder that can't be searched is an error.</summary>
    /// <exception cref="InaccessibleException">That can't be determined.</exception>
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

    /// <summary>Remembers the version of a file or folder to detect later changes.</summary>
    public void Watch(string path) => consulted.TryAdd(path, FileVersion.Of(path));

    /// <summary>The error for a table that can't be read.</summary>
    public static InaccessibleException Unreadable(string source, string reason, Exception? cause = null) =>
        new(FindingTable.SignerTableUnreadable.With(("source", source), ("reason", reason)), source, cause);

    /// <summary>The error for a missing configuration of a signer.</summary>
    public static InaccessibleException NoConfiguration(string path) =>
        new(FindingTable.SignerConfigurationMissing.With(("path", path)), path);

    /// <summary>Opens a regular file. Reading a pipe would block and consume its content.</summary>
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
        var buffer = new byte[BlockSize];
        var at = 0;
        while (RandomAccess.Read(file, buffer, at) is > 0 and var length)
        {
            if (!content[at..].StartsWith(buffer.AsSpan(0, length)))
            {
                return false;
            }

            at += length;
        }

        return at == content.Length;
    }

    /// <summary>Reads a file; default if it is missing.</summary>
    private static T? Attempt<T>(string path, Func<T?> read)
    {
        RequireFile(path);
        try
        {
            return read();
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
