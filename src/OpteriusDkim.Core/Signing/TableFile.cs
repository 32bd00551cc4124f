using System.Text;

namespace OpteriusDkim;

/// <summary>A signer's file, read line by line; its bytes as Latin-1, so that none is lost.</summary>
internal static class TableFile
{
    /// <summary>Reads the lines.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InaccessibleException">It can't be read, so it isn't known what it names.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = Open(path);
        while (ReadLine(reader, path) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Whether there is such a file. That its folder may not be searched is no "no".</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InaccessibleException">Nobody can tell.</exception>
    public static bool Exists(string path)
    {
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

    /// <summary>The error for a table that nobody can look into.</summary>
    public static InaccessibleException Unreadable(string source, string reason, Exception? cause = null) =>
        new(FindingTable.SignerTableUnreadable.With(("source", source), ("reason", reason)), source, cause);

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
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
