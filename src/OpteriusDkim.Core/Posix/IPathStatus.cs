namespace OpteriusDkim.Posix;

/// <summary>Resolves paths and reads the status of files and folders.</summary>
internal interface IPathStatus
{
    /// <summary>Resolves all links. Parts that don't exist are appended unchanged.</summary>
    string Resolve(string path);

    /// <param name="path">A path without links.</param>
    /// <returns>The status; null if it doesn't exist.</returns>
    /// <exception cref="InaccessibleException">The status can't be read.</exception>
    FileStatus? StatusOf(string path);

    /// <summary>The target of a symbolic link, as written.</summary>
    /// <returns>Null if it isn't a link.</returns>
    string? LinkTarget(string path);
}
