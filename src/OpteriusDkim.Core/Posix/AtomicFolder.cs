using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Makes folders that are rightly owned before their name appears. Folders that exist stay as they are.</summary>
internal static class AtomicFolder
{
    private const UnixFileMode Ordinary =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder; ancestors that are missing become the caller's, 0755.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="mode">Its permissions, exactly.</param>
    /// <param name="owner">Whom it belongs to; null for the caller.</param>
    /// <exception cref="InaccessibleException">It can't be made, or something else has the name.</exception>
    public static void Ensure(string path, UnixFileMode mode, FileOwner? owner)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (File.Exists(path))
        {
            throw PosixFailure.Of("making the folder", path, Libc.NotDirectory);
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            Ensure(parent, Ordinary, owner: null);
        }

        MakeBeside(path, mode, owner);
    }

    /// <summary>Refuses where the caller could not make a name, before any work is done.</summary>
    /// <param name="path">The path to be.</param>
    /// <exception cref="InaccessibleException">Its nearest folder that exists can't be written, or is no folder.</exception>
    public static void RequireRoomFor(string path)
    {
        var nearest = Path.GetDirectoryName(path)!;
        while (!Path.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest)!;
        }

        if (!Directory.Exists(nearest))
        {
            throw PosixFailure.Of("making the folder", nearest, Libc.NotDirectory);
        }

        if (Libc.CheckAccess(Libc.CurrentFolder, nearest, Libc.MayWrite | Libc.MaySearch, Libc.AsEffectiveUser) != 0)
        {
            throw PosixFailure.Of("writing to it", nearest);
        }
    }

    /// <summary>Removes a folder that is empty; any other stays.</summary>
    /// <param name="path">The folder's path.</param>
    public static void RemoveEmpty(string path) => _ = Libc.RemoveFolder(path);

    /// <summary>Clears what a crash left of making this folder.</summary>
    /// <param name="path">The folder's path, under the caller's lock.</param>
    public static void RemoveLeftovers(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        foreach (var leftover in FolderNames.In(parent, ".*")
            .Where(leftover => AtomicFile.IsTemporaryOf(name, Path.GetFileName(leftover))))
        {
            _ = Libc.RemoveFolder(leftover);
        }
    }

    private static void MakeBeside(string path, UnixFileMode mode, FileOwner? owner)
    {
        var temporary = AtomicFile.TemporaryBeside(path);
        if (Libc.MakeFolder(temporary, 0x1C0 /* 0700 */) != 0)
        {
            throw PosixFailure.Of("making the folder", path);
        }

        try
        {
            using (var folder = Descriptor.OpenFolder(temporary))
            {
                if (owner is { } other)
                {
                    folder.ChangeOwner(other);
                }

                folder.ChangeMode(mode);
            }

            PutInPlace(temporary, path);
        }
        finally
        {
            _ = Libc.RemoveFolder(temporary);
        }

        AtomicFile.FlushFolderOf(path);
    }

    private static void PutInPlace(string temporary, string path)
    {
        if (Libc.Rename(Libc.CurrentFolder, temporary, Libc.CurrentFolder, path, Libc.RenameNoReplace) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error == Libc.Invalid)
        {
            // The file system can't refuse to replace. Over a folder that isn't empty rename(2) fails, and an
            // empty one made in this moment is no loss.
            error = Libc.Rename(temporary, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        // Someone else made the same folder meanwhile: it is there, and that was wanted.
        if (error != 0 && !((error is Libc.Exists or Libc.NotEmpty) && Directory.Exists(path)))
        {
            throw PosixFailure.Of("making the folder", path, error);
        }
    }
}
