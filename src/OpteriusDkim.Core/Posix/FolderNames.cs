namespace OpteriusDkim;

/// <summary>What is in a folder that another run may be changing, or removing, at this moment.</summary>
internal static class FolderNames
{
    /// <summary>The paths of what is in a folder; none where there is no such folder, or no longer.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">What their names look like; <c>*</c> stands for any characters.</param>
    /// <exception cref="InaccessibleException">The folder can't be listed.</exception>
    public static IReadOnlyList<string> In(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder, pattern)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.SystemFailure.With(("path", folder), ("operation", "listing it"), ("reason", exception.Message)), folder, exception);
        }
    }
}
