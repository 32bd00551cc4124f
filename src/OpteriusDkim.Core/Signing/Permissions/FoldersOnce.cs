using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>Caches the status of folders for many keys that are checked at the same time.</summary>
internal sealed class FoldersOnce(IPathStatus paths) : IPathStatus
{
    private readonly Dictionary<string, FileStatus> folders = new(StringComparer.Ordinal);

    public string Resolve(string path) => paths.Resolve(path);

    public string? LinkTarget(string path) => paths.LinkTarget(path);

    public FileStatus? StatusOf(string path)
    {
        if (!folders.TryGetValue(path, out var status))
        {
            status = paths.StatusOf(path);
            if (status is { Kind: FileKind.Folder })
            {
                folders.Add(path, status);
            }
        }

        return status;
    }
}
