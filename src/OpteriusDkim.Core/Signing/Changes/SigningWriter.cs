using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Backs up and writes the files of an edit. If one fails, the earlier ones are rolled back.</summary>
internal sealed class SigningWriter(Backups backups)
{
    /// <summary>The folder of the backups in the state directory.</summary>
    private const string Group = "tables";

    /// <summary>Removes temporary files of a killed run next to the tables and the backups.</summary>
    /// <param name="tables">The tables; the caller holds their locks.</param>
    public void RemoveLeftovers(IReadOnlyList<string> tables)
    {
        foreach (var path in tables)
        {
            TableFile.RemoveLeftovers(path);
        }

        backups.RemoveLeftovers(Group);
    }

    /// <param name="files">The files; the caller holds their locks.</param>
    /// <exception cref="InaccessibleException">A file can't be written; earlier ones were rolled back.</exception>
    /// <exception cref="InUseException">A file has another hard link, or was changed since it was read.</exception>
    public void Write(IReadOnlyList<FileEdit> files, IProgressLog log)
    {
        foreach (var file in files.DistinctBy(file => file.Path))
        {
            RequireUnchanged(file);
            TableFile.RequireReplaceable(file.Path);
        }

        foreach (var file in files.DistinctBy(file => file.Path).Where(file => file.Before is not null))
        {
            var copy = backups.KeepContent(NameOf(file.Path), file.Before!.Value.Span, Group, File.GetLastWriteTimeUtc(file.Path));
            log.Report($"Backed up {file.Path} as {copy}.");
        }

        var written = new Stack<FileEdit>();
        try
        {
            foreach (var file in files)
            {
                TableFile.Replace(file.Path, file.After);
                written.Push(file);
                log.Report($"Wrote {file.Path}.");
            }
        }
        catch (DkimException)
        {
            foreach (var file in written)
            {
                Restore(file);
            }

            throw;
        }
    }

    private static void Restore(FileEdit file)
    {
        if (file.Before is { } content)
        {
            TableFile.Replace(file.Path, content);
        }
        else
        {
            TableFile.Remove(file.Path);
        }
    }

    /// <summary>The lock excludes other runs, but not text editors.</summary>
    private static void RequireUnchanged(FileEdit file)
    {
        if (!SignerFiles.Holds(file.Path, file.Before))
        {
            throw new InUseException(FindingTable.TableChanged.With(("path", file.Path)), file.Path);
        }
    }

    private static string NameOf(string path) => AtomicFile.Shortened(path.Trim('/').Replace('/', '-'));
}
