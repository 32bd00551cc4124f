namespace OpteriusDkim;

/// <summary>
/// A folder for what a daemon's own program is to try. It is locked for as long as it is in use, and that ends with the
/// process: what a run that was killed left behind is known by that, and the next one clears it.
/// </summary>
internal sealed class TrialFolder : IDisposable
{
    private const string Prefix = "opterius-dkim-trial-";

    private readonly Descriptor held;

    private TrialFolder(Descriptor held, string path)
    {
        this.held = held;
        Path = path;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes one, open to the caller alone.</summary>
    /// <exception cref="InaccessibleException">It can't be locked.</exception>
    public static TrialFolder Make()
    {
        ClearLeftovers();
        TrialFolder? made;
        do
        {
            made = TryMake();
        }
        while (made is null);
        return made;
    }

    /// <summary>Removes it.</summary>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        held.Dispose();
    }

    /// <summary>Null where another run took it for a leftover, in the moment before it was locked.</summary>
    private static TrialFolder? TryMake()
    {
        var path = ResolvedPath.Of(Directory.CreateTempSubdirectory(Prefix).FullName);
        try
        {
            return TryHold(path);
        }
        catch (InaccessibleException) when (!Directory.Exists(path))
        {
            return null;
        }
    }

    private static void ClearLeftovers()
    {
        foreach (var path in FolderNames.In(ResolvedPath.Of(System.IO.Path.GetTempPath().TrimEnd('/')), Prefix + "*"))
        {
            try
            {
                TryHold(path)?.Dispose();
            }
            catch (Exception exception) when (exception is InaccessibleException or IOException or UnauthorizedAccessException)
            {
                // Somebody else's, no folder, or gone already.
            }
        }
    }

    /// <summary>Locks a folder; null where another run holds it, it is another user's, or the name is a link.</summary>
    private static TrialFolder? TryHold(string path)
    {
        // With the slash it opens folders only: in a place where all may write, a pipe would keep it waiting.
        var folder = Descriptor.OpenFolder(path + "/");
        try
        {
            if (folder.ResolvedPath == path && FileStatus.Of(folder.PathByProcess)?.Owner.User == FileOwner.Caller.User && folder.TryLock())
            {
                return new TrialFolder(folder, path);
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        folder.Dispose();
        return null;
    }
}
