using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>Resolves paths for a process in a chroot: absolute links are relative to its root.</summary>
internal static class ChrootedPath
{
    private const int MaxLinks = 40;

    /// <summary>The path on this host of a path in a chroot, with links resolved.</summary>
    public static string Resolve(string root, string path)
    {
        var top = ResolvedPath.Of(root);
        var at = top;
        var rest = new Stack<string>(Enumerable.Reverse(path.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        var links = 0;
        while (rest.TryPop(out var name))
        {
            if (name is "." or "..")
            {
                at = name == ".." && at != top ? Path.GetDirectoryName(at)! : at;
                continue;
            }

            var next = Path.Combine(at, name);
            if (links < MaxLinks && new FileInfo(next).LinkTarget is { } target)
            {
                links++;
                at = target.StartsWith('/') ? top : at;
                foreach (var part in Enumerable.Reverse(target.Split('/', StringSplitOptions.RemoveEmptyEntries)))
                {
                    rest.Push(part);
                }

                continue;
            }

            at = next;
        }

        return at;
    }
}
