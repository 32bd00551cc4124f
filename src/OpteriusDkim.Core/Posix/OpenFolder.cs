using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>
/// An open folder. All work on its names is relative to the descriptor and follows no links, so it stays in this folder
/// even if another user replaces the folder's path with a link meanwhile.
/// </summary>
internal sealed class OpenFolder : IDisposable
{
    private static readonly int FolderFlags = Libc.PathOnly | Libc.Folder | Libc.NoFollow | Libc.CloseOnExec;

    private readonly Descriptor descriptor;

    private OpenFolder(Descriptor descriptor) => this.descriptor = descriptor;

    /// <summary>The path by which it was opened, for messages.</summary>
    public string Path => descriptor.Path;

    /// <summary>Its path now, without links.</summary>
    public string ResolvedPath => descriptor.ResolvedPath ?? Path;

    /// <summary>Opens a folder; links on the way are followed only where <see cref="FolderPath"/> allows it.</summary>
    /// <returns>The folder; null where there is none.</returns>
    /// <exception cref="InaccessibleException">It can't be opened, isn't a folder, or a link on the way isn't trusted.</exception>
    public static OpenFolder? TryOpen(string path) => FolderPath.TryOpen(path);

    /// <summary>Opens the root folder.</summary>
    public static OpenFolder Root() =>
        new(Descriptor.Open(Libc.CurrentFolder, "/", "/", FolderFlags, 0, "open"));

    /// <summary>The path of a name in it, for messages.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens a folder in it.</summary>
    /// <returns>The folder; null where nothing has the name.</returns>
    /// <exception cref="InUseException">The name is a symbolic link.</exception>
    /// <exception cref="InaccessibleException">It isn't a folder, or can't be opened.</exception>
    public OpenFolder? TryOpenFolder(string name)
    {
        var (folder, error) = TryOpenFolder(name, PathOf(name));
        return error switch
        {
            0 => folder,
            Libc.NoEntry => null,
            Libc.NotDirectory when LinkTarget(name) is not null =>
                throw new InUseException(FindingTable.LinkedFolder.With(("path", PathOf(name))), PathOf(name)),
            _ => throw PosixFailure.Of("open", PathOf(name), error),
        };
    }

    /// <summary>The same with the path to show; gives the errno where it fails (ENOTDIR for a link).</summary>
    public (OpenFolder? Folder, int Error) TryOpenFolder(string name, string path)
    {
#pragma warning disable CA2000 // Returned.
        var opened = Descriptor.TryOpen(descriptor, name, path, FolderFlags, 0, out var error);
#pragma warning restore CA2000
        return (opened is null ? null : new OpenFolder(opened), error);
    }

    /// <summary>Opens a file or folder to read it.</summary>
    /// <returns>It; null where nothing has the name, or a link. A pipe is opened without waiting.</returns>
    public Descriptor? OpenToRead(string name)
    {
        var flags = Libc.ReadOnly | Libc.NonBlocking | Libc.NoFollow | Libc.CloseOnExec;
        return Descriptor.TryOpen(descriptor, name, PathOf(name), flags, 0, out var error)
            ?? (error is Libc.NoEntry or Libc.LinkLoop ? null : throw PosixFailure.Of("read", PathOf(name), error));
    }

    /// <summary>Reads a regular file, up to a limit.</summary>
    /// <returns>Its bytes, which the caller wipes; null where no regular file has the name.</returns>
    public byte[]? Read(string name, int limit)
    {
        // The kind is checked first: opening a device can have effects.
        if (StatusOf(name)?.Kind != FileKind.File)
        {
            return null;
        }

        using var file = OpenToRead(name);
        return file?.ReadAll(limit);
    }

    /// <summary>Makes a file that must not be there yet, readable by the caller only.</summary>
    public Descriptor CreateFile(string name) => Descriptor.Open(
        descriptor, name, PathOf(name), Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollow | Libc.CloseOnExec, 0x180, "create");

    /// <summary>Opens a lock file, making it where it isn't there.</summary>
    public Descriptor OpenLock(string name) => Descriptor.Open(
        descriptor, name, PathOf(name), Libc.ReadWrite | Libc.Create | Libc.NoFollow | Libc.NonBlocking | Libc.CloseOnExec, 0x180,
        "open the lock");

    /// <summary>The status of what has a name, links not followed; null where there is nothing.</summary>
    public FileStatus? StatusOf(string name) => FileStatus.Of(descriptor, name, PathOf(name));

    /// <summary>Whether something has a name.</summary>
    public bool Exists(string name) => StatusOf(name) is not null;

    /// <summary>A path by which this process reaches a name in this folder, whatever became of the folder's own path.</summary>
    public string ProcessPathOf(string name) => System.IO.Path.Combine(descriptor.PathByProcess, name);

    /// <summary>The target of a link; null where the name is none.</summary>
    public string? LinkTarget(string name) => descriptor.LinkTarget(name);

    /// <summary>When a file was modified, in UTC.</summary>
    public DateTime ModifiedAt(string name) => File.GetLastWriteTimeUtc(ProcessPathOf(name));

    /// <summary>Makes a folder; false where the name is taken.</summary>
    public bool MakeFolder(string name, UnixFileMode mode) =>
        descriptor.Try(at => Libc.MakeFolder(at, name, (uint)mode), Libc.Exists, "create", PathOf(name));

    /// <summary>Gives a file in it a second name; false where that is taken.</summary>
    public bool Link(string existing, string name) =>
        descriptor.Try(at => Libc.Link(at, existing, at, name, 0), Libc.Exists, "create", PathOf(name));

    /// <summary>Makes a symbolic link.</summary>
    public void MakeLink(string name, string target) =>
        descriptor.Try(at => Libc.MakeLink(target, at, name), 0, "create", PathOf(name));

    /// <summary>Renames within the folder, replacing a file of that name.</summary>
    public void Rename(string from, string to) =>
        descriptor.Try(at => Libc.Rename(at, from, at, to, 0), 0, "replace", PathOf(to));

    /// <summary>Renames within the folder; gives the errno where that fails, EEXIST for a name that is taken.</summary>
    public int RenameNew(string from, string to) => descriptor.ErrorOf(at => Libc.Rename(at, from, at, to, Libc.RenameNoReplace));

    /// <summary>Renames a folder over an empty one; gives the errno where that fails.</summary>
    public int RenameOverEmpty(string from, string to) => descriptor.ErrorOf(at => Libc.Rename(at, from, at, to, 0));

    /// <summary>Removes a file's name; false where it is gone already.</summary>
    public bool Remove(string name) =>
        descriptor.Try(at => Libc.Unlink(at, name, 0), Libc.NoEntry, "remove", PathOf(name));

    /// <summary>Removes a file's name, or gives up: for what only takes room.</summary>
    public void TryRemove(string name) => _ = descriptor.ErrorOf(at => Libc.Unlink(at, name, 0));

    /// <summary>Removes an empty folder; any other stays.</summary>
    public void RemoveEmptyFolder(string name) => _ = descriptor.ErrorOf(at => Libc.Unlink(at, name, Libc.RemoveFolderFlag));

    /// <summary>Removes a name, and where it is a folder all that is in it; links are removed, not followed.</summary>
    public void RemoveTree(string name)
    {
        using (var folder = TryOpenFolder(name, PathOf(name)).Folder)
        {
            foreach (var entry in folder?.Names() ?? [])
            {
                folder!.RemoveTree(entry);
            }
        }

        TryRemove(name);
        RemoveEmptyFolder(name);
    }

    /// <summary>The names in it.</summary>
    /// <exception cref="InaccessibleException">It can't be listed.</exception>
    public IReadOnlyList<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(descriptor.PathByProcess).Select(path => System.IO.Path.GetFileName(path))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            throw PosixFailure.Of("list", Path, Libc.AccessDenied);
        }
        catch (IOException exception)
        {
            throw new InaccessibleException(
                FindingTable.SystemFailure.With(("path", Path), ("operation", "list"), ("reason", exception.Message)), Path, exception);
        }
    }

    /// <summary>Fails where the caller may not make names in it.</summary>
    /// <param name="path">The path that is to be made, for the message.</param>
    public void RequireWritable(string path) =>
        descriptor.Try(at => Libc.CheckAccess(at, ".", Libc.MayWrite | Libc.MaySearch, Libc.AsEffectiveUser), 0, "create", path);

    /// <summary>Opens the folder itself, to lock it or to change its attributes.</summary>
    public Descriptor OpenItself() =>
        Descriptor.Open(descriptor, ".", Path, Libc.ReadOnly | Libc.Folder | Libc.CloseOnExec, 0, "open");

    /// <summary>Makes its entries last through a power cut.</summary>
    public void Flush()
    {
        using var itself = OpenItself();
        itself.Flush();
    }

    /// <summary>The same folder with another path for messages.</summary>
    public OpenFolder As(string path)
    {
        descriptor.Path = path;
        return this;
    }

    public void Dispose() => descriptor.Dispose();
}
