namespace OpteriusDkim.Posix;

/// <summary>The file system of this host.</summary>
internal sealed class SystemPathStatus : IPathStatus
{
    public string Resolve(string path) => ResolvedPath.Of(path);

    public FileStatus? StatusOf(string path) => FileStatus.Of(path);

    public string? LinkTarget(string path) => new FileInfo(path).LinkTarget;
}
