namespace OpteriusDkim;

/// <summary>Replaces files of which others are the owners: owner, mode and access control list stay, and a link stays a link.</summary>
internal static class TableFile
{
    private const UnixFileMode Ordinary =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Refuses where a file could not be replaced, before anything is changed.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InaccessibleException">Its folder isn't there or can't be written, or the file is immutable.</exception>
    /// <exception cref="InUseException">It has several names, of which one would stay with the old content.</exception>
    public static void RequireReplaceable(string path)
    {
        var target = ResolvedPath.Of(path);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new InaccessibleException(
                FindingTable.TableFolderMissing.With(("path", path), ("folder", Path.GetDirectoryName(target))), path);
        }

        if (FileStatus.Of(target) is not { } status)
        {
            Translate(path, () => AtomicFolder.RequireRoomFor(target));
            return;
        }

        if (status.Kind != FileKind.File)
        {
            throw new InaccessibleException(FindingTable.TableNotWritable.With(("path", path), ("reason", "it is not a regular file")), path);
        }

        if (status.Links > 1)
        {
            throw new InUseException(FindingTable.TableHardLinked.With(("path", path), ("links", status.Links)), path);
        }

        Translate(path, () => AtomicFolder.RequireRoomFor(target));
        if (status.IsFixed)
        {
            throw new InaccessibleException(FindingTable.TableImmutable.With(("path", target)), path);
        }
    }

    /// <summary>Puts new content in the place of the old.</summary>
    /// <param name="path">Its path; where that is a link, its target is replaced.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="InaccessibleException">It can't be written; the old content stands.</exception>
    public static void Replace(string path, ReadOnlyMemory<byte> content)
    {
        var target = ResolvedPath.Of(path);
        var status = FileStatus.Of(target);
        var owner = status is not null && status.Owner != FileOwner.Caller ? status.Owner : (FileOwner?)null;
        RemoveLeftovers(path);
        Translate(path, () => AtomicFile.Replace(target, content.Span, new FileAttributesToBe(status?.Mode ?? Ordinary, owner, AccessOf: status is null ? null : target)));
    }

    /// <summary>Removes a file that was made here.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InaccessibleException">It can't be removed.</exception>
    public static void Remove(string path) => Translate(path, () => AtomicFile.Remove(ResolvedPath.Of(path)));

    /// <summary>Clears what a run that was killed left beside this file, and nobody else's.</summary>
    /// <param name="path">Its path, under the caller's lock.</param>
    public static void RemoveLeftovers(string path)
    {
        var target = ResolvedPath.Of(path);
        var (folder, name) = (Path.GetDirectoryName(target)!, Path.GetFileName(target));
        foreach (var leftover in Directory.Exists(folder) ? FolderNames.In(folder, ".*").Where(IsOurs) : [])
        {
            _ = Libc.Unlink(leftover);
        }

        bool IsOurs(string leftover) => AtomicFile.IsTemporaryOf(name, Path.GetFileName(leftover));
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
        catch (InaccessibleException exception) when (exception.Finding.Code is nameof(FindingTable.PermissionDenied) or nameof(FindingTable.SystemFailure))
        {
            throw new InaccessibleException(
                FindingTable.TableNotWritable.With(("path", path), ("reason", exception.Finding.Message)), path, exception);
        }
    }
}
