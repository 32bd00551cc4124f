namespace OpteriusDkim.Posix;

/// <summary>The file system of this host.</summary>
internal sealed class SystemPathStatus : IPathStatus
{
    /// <inheritdoc/>
    public string Resolve(string path) => ResolvedPath.Of(path);

    /// <inheritdoc/>
    public FileStatus? Look(string path) => FileStatus.Of(path);

    /// <inheritdoc/>
    public string? LinkTarget(string path) => new FileInfo(path).LinkTarget;
}
