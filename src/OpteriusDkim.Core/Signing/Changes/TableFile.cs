using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Replaces files of other owners. Owner, mode and access control list are kept, and so are links.</summary>
internal static class TableFile
{
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Checks that a file can be replaced, before anything is changed.</summary>
    /// <exception cref="InaccessibleException">Its folder is missing or not writable, or the file is immutable.</exception>
    /// <exception cref="InUseException">It has another hard link, which would keep the old content.</exception>
    public static void RequireReplaceable(string path)
    {
        using var folder = Find(path, out var name);
        if (folder is null)
        {
            throw new InaccessibleException(
                FindingTable.TableFolderMissing.With(("path", path), ("folder", Path.GetDirectoryName(ResolvedPath.Of(path)))), path);
        }

        var status = folder.StatusOf(name);
        if (status is not null)
        {
            RequireRegular(path, status);
        }

        Translate(path, () => folder.RequireWritable(folder.PathOf(name)));
        if (status?.IsImmutable == true)
        {
            throw new InaccessibleException(FindingTable.TableImmutable.With(("path", ResolvedPath.Of(path))), path);
        }
    }

    /// <param name="path">Its path. The target of a link is replaced.</param>
    /// <exception cref="InaccessibleException">It can't be written; the old content is unchanged.</exception>
    public static void Replace(string path, ReadOnlyMemory<byte> content) => Translate(path, () =>
    {
        using var folder = Find(path, out var name) ?? throw PosixFailure.Of("write", path, Libc.NoEntry);
        AtomicFile.RemoveLeftovers(folder, name);
        var status = folder.StatusOf(name);
        using var old = status is { Kind: FileKind.File } ? folder.OpenToRead(name) : null;
        var owner = status is not null && status.Owner != FileOwner.Caller ? status.Owner : (FileOwner?)null;
        AtomicFile.Replace(folder, name, content.Span, new NewFileAttributes(status?.Mode ?? DefaultMode, owner, AccessOf: old));
    });

    /// <summary>Removes a file that the edit created.</summary>
    /// <exception cref="InaccessibleException">It can't be removed.</exception>
    public static void Remove(string path) => Translate(path, () =>
    {
        using var folder = Find(path, out var name);
        if (folder is not null)
        {
            AtomicFile.Remove(folder, name);
        }
    });

    /// <summary>Removes temporary files that a killed run left for this file.</summary>
    /// <param name="path">Its path, under the caller's lock.</param>
    public static void RemoveLeftovers(string path)
    {
        using var folder = Find(path, out var name);
        if (folder is not null)
        {
            AtomicFile.RemoveLeftovers(folder, name);
        }
    }

    /// <summary>The folder of a table and its name there. A link to the table is followed.</summary>
    private static OpenFolder? Find(string path, out string name) => FolderPath.TryOpenFolderOf(path, out name);

    private static void RequireRegular(string path, FileStatus status)
    {
        if (status.Kind != FileKind.File)
        {
            throw new InaccessibleException(
                FindingTable.TableNotWritable.With(("path", path), ("reason", "it is not a regular file")), path);
        }

        if (status.Links > 1)
        {
            throw new InUseException(FindingTable.TableHardLinked.With(("path", path), ("links", status.Links)), path);
        }
    }

    private static void Translate(string path, Action action)
    {
        try
        {
            action();
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == nameof(FindingTable.ReadOnlyFileSystem))
        {
            throw new InaccessibleException(FindingTable.TableReadOnly.With(("path", path)), path, exception);
        }
        catch (InaccessibleException exception) when (exception.Finding.Code is nameof(FindingTable.PermissionDenied)
            or nameof(FindingTable.SystemFailure))
        {
            throw new InaccessibleException(
                FindingTable.TableNotWritable.With(("path", path), ("reason", exception.Finding.Message.TrimEnd('.'))), path, exception);
        }
    }
}
