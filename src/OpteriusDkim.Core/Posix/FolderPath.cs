using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>
/// Opens folders by their paths, name by name. A link is followed only if root or the caller owns it and its folder: others
/// could be replaced between check and use.
/// </summary>
internal static class FolderPath
{
    /// <summary>The kernel's limit of links.</summary>
    private const int MaxLinks = 40;

    /// <returns>The folder; null if it doesn't exist.</returns>
    public static OpenFolder? TryOpen(string path) => TryOpen(path, MaxLinks)?.As(path);

    /// <summary>Opens the folder of a file, which may not exist. For a link it is the folder of its target.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>The folder; null if it doesn't exist.</returns>
    public static OpenFolder? TryOpenFolderOf(string path, out string name)
    {
        for (var links = MaxLinks; ; links--)
        {
            name = Path.GetFileName(path);
            var folder = TryOpen(Path.GetDirectoryName(path) ?? "/", links);
            if (folder?.LinkTarget(name) is not { } target)
            {
                return folder?.As(Path.GetDirectoryName(path) ?? "/");
            }

            using (folder)
            {
                path = Follow(folder, name, target, links);
            }
        }
    }

    /// <summary>Opens the folder of a link's target.</summary>
    /// <param name="name">The target's name in its folder.</param>
    /// <returns>The folder; null if the name isn't a link, isn't trusted, or has no target.</returns>
    public static OpenFolder? TryFollow(OpenFolder folder, string link, out string name)
    {
        name = "";
        return folder.LinkTarget(link) is { } target && IsTrusted(folder, link)
            ? TryOpenFolderOf(Absolute(folder, target), out name)
            : null;
    }

    private static OpenFolder? TryOpen(string path, int links)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
#pragma warning disable CA2000 // Disposed at the next step, or returned.
        var folder = OpenFolder.Root();
#pragma warning restore CA2000
        for (var i = 0; i < names.Length; i++)
        {
            using var above = folder;
            var (next, error) = above.TryOpenFolder(names[i], above.PathOf(names[i]));
            if (next is null)
            {
                return error == Libc.NotDirectory && above.LinkTarget(names[i]) is { } target
                    ? TryOpen($"{Follow(above, names[i], target, links)}/{string.Join('/', names[(i + 1)..])}", links - 1)
                    : MissingOrFailed(above.PathOf(names[i]), error);
            }

            folder = next;
        }

        return folder;
    }

    private static OpenFolder? MissingOrFailed(string path, int error) =>
        error == Libc.NoEntry ? null : throw PosixFailure.Of("open", path, error);

    /// <summary>The absolute path of a link's target.</summary>
    private static string Follow(OpenFolder folder, string name, string target, int links)
    {
        if (!IsTrusted(folder, name))
        {
            throw new InaccessibleException(
                FindingTable.LinkNotTrusted.With(("path", folder.PathOf(name)), ("folder", folder.Path)), folder.PathOf(name));
        }

        return links > 0 ? Absolute(folder, target) : throw PosixFailure.Of("open", folder.PathOf(name), Libc.LinkLoop);
    }

    private static string Absolute(OpenFolder folder, string target) => target.StartsWith('/') ? target : $"{folder.ResolvedPath}/{target}";

    private static bool IsTrusted(OpenFolder folder, string name)
    {
        if (folder.StatusOf(".") is not { } parent || folder.StatusOf(name) is not { } link)
        {
            return false;
        }

        var isOpenToAll = parent.Mode.HasFlag(UnixFileMode.OtherWrite) && !parent.Mode.HasFlag(UnixFileMode.StickyBit);
        return !isOpenToAll && IsOurs(parent) && IsOurs(link);
    }

    private static bool IsOurs(FileStatus status) => status.Owner.User == 0 || status.Owner.User == FileOwner.Caller.User;
}
