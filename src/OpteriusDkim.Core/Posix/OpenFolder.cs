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

    /// <summary>Opens a folder. Links in its path are followed only as <see cref="FolderPath"/> permits.</summary>
    /// <returns>The folder; null if it doesn't exist.</returns>
    /// <exception cref="InaccessibleException">It can't be opened, isn't a folder, or a link in its path isn't trusted.</exception>
    public static OpenFolder? TryOpen(string path) => FolderPath.TryOpen(path);

    public static OpenFolder Root() =>
        new(Descriptor.Open(Libc.CurrentFolder, "/", "/", FolderFlags, 0, "open"));

    /// <summary>The path of a name in it, for messages.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens a subfolder.</summary>
    /// <returns>The folder; null if it doesn't exist.</returns>
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

    /// <summary>The same with a path for messages; returns the errno on failure (ENOTDIR for a link).</summary>
    public (OpenFolder? Folder, int Error) TryOpenFolder(string name, string path)
    {
#pragma warning disable CA2000 // Returned.
        var opened = Descriptor.TryOpen(descriptor, name, path, FolderFlags, 0, out var error);
#pragma warning restore CA2000
        return (opened is null ? null : new OpenFolder(opened), error);
    }

    /// <summary>Opens a file or folder for reading.</summary>
    /// <returns>The descriptor; null if the name doesn't exist or is a link. Opening a pipe doesn't block.</returns>
    public Descriptor? OpenToRead(string name)
    {
        var flags = Libc.ReadOnly | Libc.NonBlocking | Libc.NoFollow | Libc.CloseOnExec;
        return Descriptor.TryOpen(descriptor, name, PathOf(name), flags, 0, out var error)
            ?? (error is Libc.NoEntry or Libc.LinkLoop ? null : throw PosixFailure.Of("read", PathOf(name), error));
    }

    /// <summary>Reads a regular file, up to a limit.</summary>
    /// <returns>Its bytes, which the caller has to wipe; null if it isn't a regular file.</returns>
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

    /// <summary>Creates a new file, accessible to the caller only.</summary>
    public Descriptor CreateFile(string name) => Descriptor.Open(
        descriptor, name, PathOf(name), Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollow | Libc.CloseOnExec, 0x180, "create");

    /// <summary>Opens a lock file, which is created if it doesn't exist.</summary>
    public Descriptor OpenLock(string name) => Descriptor.Open(
        descriptor, name, PathOf(name), Libc.ReadWrite | Libc.Create | Libc.NoFollow | Libc.NonBlocking | Libc.CloseOnExec, 0x180,
        "open the lock");

    /// <summary>The status of a name without resolving links; null if it doesn't exist.</summary>
    public FileStatus? StatusOf(string name) => FileStatus.Of(descriptor, name, PathOf(name));

    public bool Exists(string name) => StatusOf(name) is not null;

    /// <summary>A path to a name in this folder that stays valid for this process if the folder is moved.</summary>
    public string ProcessPathOf(string name) => System.IO.Path.Combine(descriptor.PathByProcess, name);

    /// <summary>The target of a link; null if the name isn't a link.</summary>
    public string? LinkTarget(string name) => descriptor.LinkTarget(name);

    /// <summary>The modification time in UTC.</summary>
    public DateTime ModifiedAt(string name) => File.GetLastWriteTimeUtc(ProcessPathOf(name));

    /// <summary>Creates a subfolder; false if the name exists.</summary>
    public bool MakeFolder(string name, UnixFileMode mode) =>
        descriptor.Try(at => Libc.MakeFolder(at, name, (uint)mode), Libc.Exists, "create", PathOf(name));

    /// <summary>Creates a hard link; false if the name exists.</summary>
    public bool Link(string existing, string name) =>
        descriptor.Try(at => Libc.Link(at, existing, at, name, 0), Libc.Exists, "create", PathOf(name));

    public void MakeLink(string name, string target) =>
        descriptor.Try(at => Libc.MakeLink(target, at, name), 0, "create", PathOf(name));

    /// <summary>Renames a file, replacing an existing one.</summary>
    public void Rename(string from, string to) =>
        descriptor.Try(at => Libc.Rename(at, from, at, to, 0), 0, "replace", PathOf(to));

    /// <summary>Renames without replacing; returns the errno, EEXIST if the name exists.</summary>
    public int RenameNew(string from, string to) => descriptor.ErrorOf(at => Libc.Rename(at, from, at, to, Libc.RenameNoReplace));

    /// <summary>Renames a folder, replacing an empty one; returns the errno.</summary>
    public int RenameOverEmpty(string from, string to) => descriptor.ErrorOf(at => Libc.Rename(at, from, at, to, 0));

    /// <summary>Removes a file; false if it doesn't exist.</summary>
    public bool Remove(string name) =>
        descriptor.Try(at => Libc.Unlink(at, name, 0), Libc.NoEntry, "remove", PathOf(name));

    /// <summary>Removes a file, ignoring failures.</summary>
    public void TryRemove(string name) => _ = descriptor.ErrorOf(at => Libc.Unlink(at, name, 0));

    /// <summary>Removes a folder if it is empty, ignoring failures.</summary>
    public void RemoveEmptyFolder(string name) => _ = descriptor.ErrorOf(at => Libc.Unlink(at, name, Libc.RemoveFolderFlag));

    /// <summary>Removes a file, or a folder with its content. Links are removed, not followed.</summary>
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

    /// <summary>Checks that the caller can create files in it.</summary>
    /// <param name="path">The path to create, for the message.</param>
    public void RequireWritable(string path) =>
        descriptor.Try(at => Libc.CheckAccess(at, ".", Libc.MayWrite | Libc.MaySearch, Libc.AsEffectiveUser), 0, "create", path);

    /// <summary>Opens the folder itself, to lock it or to change its attributes.</summary>
    public Descriptor OpenItself() =>
        Descriptor.Open(descriptor, ".", Path, Libc.ReadOnly | Libc.Folder | Libc.CloseOnExec, 0, "open");

    /// <summary>Flushes its entries, so that they survive a power failure.</summary>
    public void Flush()
    {
        using var itself = OpenItself();
        itself.Flush();
    }

    /// <summary>Changes the path for messages.</summary>
    public OpenFolder As(string path)
    {
        descriptor.Path = path;
        return this;
    }

    public void Dispose() => descriptor.Dispose();
}
