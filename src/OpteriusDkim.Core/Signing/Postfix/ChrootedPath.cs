using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>A path as a process sees it whose root is another folder: an absolute link leads below that root.</summary>
internal static class ChrootedPath
{
    private const int MostLinks = 40;

    /// <summary>The path on this host that a path in a chroot leads to, links followed.</summary>
    /// <param name="root">The root of the chroot.</param>
    /// <param name="path">The path in it.</param>
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
            if (links < MostLinks && new FileInfo(next).LinkTarget is { } target)
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
