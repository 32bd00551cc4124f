using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Writes the files of an edit, each backed up first; where one fails, those before it are rolled back.</summary>
internal sealed class SigningWriter(Backups backups)
{
    /// <summary>Where the copies are, in the state directory.</summary>
    private const string Group = "tables";

    /// <summary>Clears what a run that was killed left, beside the tables and among the copies.</summary>
    /// <param name="tables">The tables; the caller holds their locks.</param>
    public void RemoveLeftovers(IReadOnlyList<string> tables)
    {
        foreach (var path in tables)
        {
            TableFile.RemoveLeftovers(path);
        }

        backups.RemoveLeftovers(Group);
    }

    /// <summary>Writes them in their order.</summary>
    /// <param name="files">The files; the caller holds their locks.</param>
    /// <exception cref="InaccessibleException">One can't be written; those before it are as they were.</exception>
    /// <exception cref="InUseException">One is somebody else's too, or was changed since it was read.</exception>
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
                TakeBack(file);
            }

            throw;
        }
    }

    private static void TakeBack(FileEdit file)
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

    /// <summary>The lock keeps other runs away, not an editor.</summary>
    private static void RequireUnchanged(FileEdit file)
    {
        if (!SignerFiles.Holds(file.Path, file.Before))
        {
            throw new InUseException(FindingTable.TableChanged.With(("path", file.Path)), file.Path);
        }
    }

    private static string NameOf(string path) => AtomicFile.Shortened(path.Trim('/').Replace('/', '-'));
}
