namespace OpteriusDkim.Posix;

/// <summary>Creates folders that have the right owner before their name appears. Existing folders aren't changed.</summary>
internal static class AtomicFolder
{
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Another run may remove a temporary folder as a leftover, at most once per run.</summary>
    private const int MaxAttempts = 100;

    /// <summary>Creates a folder, or opens it if it exists. Missing ancestors are created for the caller with mode 0755.</summary>
    /// <param name="mode">Its exact permissions, regardless of the umask.</param>
    /// <param name="owner">Its owner; null for the caller.</param>
    /// <exception cref="InaccessibleException">It can't be created, or the name isn't a folder.</exception>
    public static OpenFolder Ensure(string path, UnixFileMode mode, FileOwner? owner)
    {
        if (OpenFolder.TryOpen(path) is { } existing)
        {
            return existing;
        }

        using var parent = Ensure(Path.GetDirectoryName(path) ?? "/", DefaultMode, owner: null);
        return EnsureIn(parent, Path.GetFileName(path), mode, owner);
    }

    /// <summary>Creates a folder in another, or opens it if it exists. A link is an error.</summary>
    public static OpenFolder EnsureIn(OpenFolder parent, string name, UnixFileMode mode, FileOwner? owner)
    {
        if (parent.TryOpenFolder(name) is { } existing)
        {
            return existing;
        }

        RemoveLeftovers(parent, name);
        var folder = EnsureUnflushed(parent, name, mode, owner, out _);
        parent.Flush();
        return folder;
    }

    /// <summary>The same, but the caller removes leftovers, and flushes the parent if the folder is new.</summary>
    public static OpenFolder EnsureUnflushed(OpenFolder parent, string name, UnixFileMode mode, FileOwner? owner, out bool isNew)
    {
        isNew = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (parent.TryOpenFolder(name) is { } folder)
            {
                return folder;
            }

            CreateIn(parent, name, mode, owner);
            isNew = true;
        }

        throw PosixFailure.Of("create", parent.PathOf(name), Libc.NoEntry);
    }

    /// <summary>Checks in advance that the caller can create a file or folder.</summary>
    /// <param name="path">The path of the file or folder to create.</param>
    /// <exception cref="InaccessibleException">The nearest existing ancestor isn't a writable folder.</exception>
    public static void RequireRoomFor(string path)
    {
        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            using var folder = OpenFolder.TryOpen(parent);
            if (folder is not null)
            {
                folder.RequireWritable(path);
                return;
            }
        }
    }

    /// <summary>Removes temporary folders of killed runs for a folder.</summary>
    public static void RemoveLeftovers(OpenFolder parent, string name) => RemoveLeftovers(parent, name, parent.Names());

    /// <summary>The same with the parent's names, of which some may no longer exist.</summary>
    public static void RemoveLeftovers(OpenFolder parent, string name, IEnumerable<string> names)
    {
        foreach (var leftover in names.Where(leftover => AtomicFile.IsTemporaryOf(name, leftover)))
        {
            parent.RemoveEmptyFolder(leftover);
        }
    }

    private static void CreateIn(OpenFolder parent, string name, UnixFileMode mode, FileOwner? owner)
    {
        var temporary = AtomicFile.TemporaryNameOf(name);
        if (!parent.MakeFolder(temporary, FileLock.OwnerOnly))
        {
            return;
        }

        try
        {
            if (Prepare(parent, temporary, mode, owner))
            {
                PutInPlace(parent, temporary, name);
            }
        }
        finally
        {
            parent.RemoveEmptyFolder(temporary);
        }
    }

    /// <summary>Sets owner and mode; false if another run has removed it as a leftover.</summary>
    private static bool Prepare(OpenFolder parent, string temporary, UnixFileMode mode, FileOwner? owner)
    {
        using var folder = parent.TryOpenFolder(temporary);
        if (folder is null)
        {
            return false;
        }

        using var itself = folder.OpenItself();
        if (owner is { } other)
        {
            itself.ChangeOwner(other);
        }

        itself.ChangeMode(mode);
        return true;
    }

    private static void PutInPlace(OpenFolder parent, string temporary, string name)
    {
        var error = parent.RenameNew(temporary, name);
        if (error == Libc.Invalid)
        {
            // The file system doesn't support RENAME_NOREPLACE. rename(2) fails if a folder that isn't empty exists, and
            // replacing an empty one that was created meanwhile does no harm.
            error = parent.RenameOverEmpty(temporary, name);
        }

        // EEXIST, ENOTEMPTY: another run created the same folder. ENOENT: another run removed this one as a leftover.
        if (error is not (0 or Libc.Exists or Libc.NotEmpty or Libc.NoEntry))
        {
            throw PosixFailure.Of("create", parent.PathOf(name), error);
        }
    }
}
