namespace OpteriusDkim.Posix;

/// <summary>Tells where a path leads and whose the files and folders on it are.</summary>
internal interface IPathStatus
{
    /// <summary>Follows all links; what doesn't exist is appended as it stands.</summary>
    string Resolve(string path);

    /// <summary>Looks at a file or folder.</summary>
    /// <param name="path">A path without links.</param>
    /// <returns>Its status; null where there is nothing.</returns>
    /// <exception cref="InaccessibleException">Nobody can tell.</exception>
    FileStatus? Look(string path);

    /// <summary>Where a symbolic link leads, as it is written there.</summary>
    /// <returns>Null where it isn't a link.</returns>
    string? LinkTarget(string path);
}
