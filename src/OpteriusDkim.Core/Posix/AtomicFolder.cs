namespace OpteriusDkim.Posix;

/// <summary>Makes folders that have the right owner before their name appears. Folders that exist stay as they are.</summary>
internal static class AtomicFolder
{
    private const UnixFileMode Ordinary =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Another run may remove a temporary folder as a leftover; that happens once for each run at most.</summary>
    private const int MostAttempts = 100;

    /// <summary>Makes a folder, or opens it where it exists; missing ancestors become the caller's, 0755.</summary>
    /// <param name="mode">Its permissions, exactly.</param>
    /// <param name="owner">Its owner; null for the caller.</param>
    /// <exception cref="InaccessibleException">It can't be made, or something else has the name.</exception>
    public static OpenFolder Ensure(string path, UnixFileMode mode, FileOwner? owner)
    {
        if (OpenFolder.TryOpen(path) is { } there)
        {
            return there;
        }

        using var parent = Ensure(Path.GetDirectoryName(path) ?? "/", Ordinary, owner: null);
        return EnsureIn(parent, Path.GetFileName(path), mode, owner);
    }

    /// <summary>Makes a folder in another, or opens it where it exists; a link of that name is an error.</summary>
    /// <param name="parent">The folder in which it is.</param>
    /// <param name="mode">Its permissions, exactly.</param>
    /// <param name="owner">Its owner; null for the caller.</param>
    public static OpenFolder EnsureIn(OpenFolder parent, string name, UnixFileMode mode, FileOwner? owner)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (parent.TryOpenFolder(name) is { } there)
            {
                return there;
            }

            if (attempt == 0)
            {
                RemoveLeftovers(parent, name);
            }

            MakeIn(parent, name, mode, owner);
        }

        throw PosixFailure.Of("create", parent.PathOf(name), Libc.NoEntry);
    }

    /// <summary>Fails where the caller could not make a name, before any work is done.</summary>
    /// <param name="path">The path of the file or folder to make.</param>
    /// <exception cref="InaccessibleException">Its nearest folder that exists can't be written, or is no folder.</exception>
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

    /// <summary>Removes what killed runs left of making a folder.</summary>
    /// <param name="parent">The folder in which it is.</param>
    public static void RemoveLeftovers(OpenFolder parent, string name)
    {
        foreach (var leftover in parent.Names().Where(leftover => AtomicFile.IsTemporaryOf(name, leftover)))
        {
            parent.RemoveEmptyFolder(leftover);
        }
    }

    private static void MakeIn(OpenFolder parent, string name, UnixFileMode mode, FileOwner? owner)
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

        parent.Flush();
    }

    /// <summary>Gives it owner and mode; false where another run has removed it as a leftover.</summary>
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
            // The file system can't refuse to replace. Over a folder that isn't empty rename(2) fails, and an
            // empty one made in this moment is no loss.
            error = parent.RenameOverEmpty(temporary, name);
        }

        // EEXIST, ENOTEMPTY: another run made the same folder. ENOENT: another run took this one for a leftover.
        if (error is not (0 or Libc.Exists or Libc.NotEmpty or Libc.NoEntry))
        {
            throw PosixFailure.Of("create", parent.PathOf(name), error);
        }
    }
}
