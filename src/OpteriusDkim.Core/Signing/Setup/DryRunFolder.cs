using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Setup;

/// <summary>
/// A temporary folder for a run of a daemon's own program. It is locked while it is in use, and the lock ends with the
/// process, so that the next run can recognize and remove leftovers of a killed one.
/// </summary>
internal sealed class DryRunFolder : IDisposable
{
    private const string Prefix = "opterius-dkim-trial-";

    private readonly OpenFolder parent;
    private readonly OpenFolder folder;
    private readonly Descriptor held;

    private DryRunFolder(OpenFolder parent, OpenFolder folder, Descriptor held)
    {
        this.parent = parent;
        this.folder = folder;
        this.held = held;
    }

    /// <summary>Its path, without links.</summary>
    public string Path => folder.Path;

    private static string Location => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(System.IO.Path.GetTempPath()));

    /// <summary>Creates one below TMPDIR, accessible to the caller only.</summary>
    /// <exception cref="InaccessibleException">TMPDIR doesn't exist or isn't writable.</exception>
    public static DryRunFolder Make() => Attempt(() =>
    {
        var parent = OpenFolder.TryOpen(Location) ?? throw Unusable("it does not exist", null);
        try
        {
            parent.As(parent.ResolvedPath);
            RemoveLeftovers(parent);
            while (true)
            {
                if (TryMake(parent) is { } made)
                {
                    return made;
                }
            }
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    });

    /// <summary>Lets all users read it, including the daemon's, regardless of the umask.</summary>
    public void OpenToAll() => Attempt(() => held.ChangeMode((UnixFileMode)0x1ED /* 0755 */));

    /// <summary>Writes a file that all users can read.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, ReadOnlyMemory<byte> content) => Write(folder, name, content);

    public void Link(string name, string target) => Attempt(() => folder.MakeLink(name, target));

    /// <summary>Creates a folder with links and files.</summary>
    /// <param name="links">Names and targets of links.</param>
    /// <param name="files">Names and content of files.</param>
    public void MakeFolder(
        string name, IEnumerable<(string Name, string Target)> links,
        IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files) => Attempt(() =>
    {
        using var made = AtomicFolder.EnsureIn(folder, name, FileLock.OwnerOnly, owner: null);
        foreach (var link in links)
        {
            made.MakeLink(link.Name, link.Target);
        }

        foreach (var file in files)
        {
            _ = Write(made, file.Name, file.Content);
        }
    });

    /// <summary>Checks that the folder wasn't removed or moved during the run, which would invalidate its output.</summary>
    /// <exception cref="InaccessibleException">It was removed, or another folder has its path.</exception>
    public void RequirePresent()
    {
        if (held.ResolvedPath != Path)
        {
            throw Unusable($"{Path} was removed or moved while the test ran", null);
        }
    }

    public void Dispose()
    {
        try
        {
            parent.RemoveTree(System.IO.Path.GetFileName(Path));
        }
        catch (DkimException)
        {
            // The next run removes it.
        }

        held.Dispose();
        folder.Dispose();
        parent.Dispose();
    }

    private static string Write(OpenFolder into, string name, ReadOnlyMemory<byte> content) => Attempt(() =>
    {
        using var file = into.CreateFile(name);
        file.Write(content.Span);
        file.ChangeMode((UnixFileMode)0x1A4 /* 0644 */);
        return into.PathOf(name);
    });

    /// <summary>Null if another run removed it as a leftover before it was locked.</summary>
    private static DryRunFolder? TryMake(OpenFolder parent)
    {
        var name = Prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        _ = parent.MakeFolder(name, FileLock.OwnerOnly);
        var (folder, error) = parent.TryOpenFolder(name, parent.PathOf(name));
        if (folder is null)
        {
            return error == Libc.NoEntry ? null : throw PosixFailure.Of("open", parent.PathOf(name), error);
        }

#pragma warning disable CA2000 // Disposed with the folder.
        if (TryLock(folder) is { } held)
        {
            return new DryRunFolder(parent, folder, held);
        }
#pragma warning restore CA2000

        folder.Dispose();
        return null;
    }

    private static void RemoveLeftovers(OpenFolder parent)
    {
        foreach (var name in parent.Names().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            try
            {
                using var folder = parent.TryOpenFolder(name, parent.PathOf(name)).Folder;
                using var held = folder?.StatusOf(".")?.Owner.User == FileOwner.Caller.User ? TryLock(folder) : null;
                if (held is not null)
                {
                    parent.RemoveTree(name);
                }
            }
            catch (DkimException)
            {
                // It belongs to another user, or was removed.
            }
        }
    }

    /// <summary>Locks a folder; null if another run holds the lock or has removed it.</summary>
    private static Descriptor? TryLock(OpenFolder folder)
    {
        var held = folder.OpenItself();
        if (held.TryLock() && held.IsStillNamed())
        {
            return held;
        }

        held.Dispose();
        return null;
    }

    private static void Attempt(Action action) => Attempt(() =>
    {
        action();
        return true;
    });

    private static T Attempt<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InaccessibleException exception) when (exception.Finding.Code != nameof(FindingTable.TemporaryFolderUnusable))
        {
            throw Unusable(exception.Finding.Message.TrimEnd('.'), exception);
        }
    }

    private static InaccessibleException Unusable(string reason, Exception? cause) => new(
        FindingTable.TemporaryFolderUnusable.With(("folder", Location), ("reason", reason)), Location, cause);
}
