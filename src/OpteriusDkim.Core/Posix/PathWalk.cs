namespace OpteriusDkim.Posix;

/// <summary>
/// Follows paths name by name, as the kernel does. Files and folders are identified by device and inode, so that bind mounts,
/// hard links and file systems that ignore case don't hide that two are the same. Each is looked at once, so a walk is good
/// for a moment only.
/// </summary>
internal sealed class PathWalk
{
    private const char Wildcard = '*';

    /// <summary>How many links are followed at most, as the kernel does.</summary>
    private const int MostLinks = 40;

    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly Dictionary<string, FileStatus?> known = new(StringComparer.Ordinal);

    /// <summary>Follows a path.</summary>
    /// <param name="path">An absolute path as written; <c>*</c> stands for any text without a slash.</param>
    /// <returns>One way; for a template one for each name that fits now.</returns>
    /// <exception cref="InaccessibleException">The caller may not look into a folder on the way.</exception>
    public IReadOnlyList<WalkedPath> Of(string path)
    {
        var ends = new List<WalkedPath>();
        Follow(new Way(), Part.Of(path, null, arePatterns: true), ends);
        return ends;
    }

    private void Follow(Way way, Part? part, List<WalkedPath> ends)
    {
        for (; part is not null; part = part.Next)
        {
            if (part.IsPattern)
            {
                foreach (var name in NamesLike(part.Name, way.Folder))
                {
                    Follow(way.Copy(), new Part(name, false, part.Next), ends);
                }

                return;
            }

            part = Step(way, part, ends);
            if (part is null)
            {
                return;
            }
        }

        ends.Add(way.EndAt(way.Folder, IdentityOf(way.Folder)));
    }

    /// <summary>Looks one name up; null where the way ends there, else the part that was reached.</summary>
    private Part? Step(Way way, Part part, List<WalkedPath> ends)
    {
        if (part.Name == "..")
        {
            way.Enter(Path.GetDirectoryName(way.Folder) ?? "/", IdentityOf(way.Folder));
            return part;
        }

        var path = Path.Combine(way.Folder, part.Name);
        var status = Look(path);
        if (status?.Kind == FileKind.Folder)
        {
            way.Enter(path, IdentityOf(way.Folder));
            return part;
        }

        way.LookUp($"{IdentityOf(way.Folder)}/{part.Name}");
        if (status?.Kind == FileKind.Other && new FileInfo(path).LinkTarget is { } target && way.Links++ < MostLinks)
        {
            way.Enter(target.StartsWith('/') ? "/" : way.Folder, IdentityOf(way.Folder));
            return new Part(".", false, Part.Of(target, part.Next, arePatterns: false));
        }

        // The end, or nothing that could be followed further.
        ends.Add(way.EndAt(part.RestBelow(path), part.Next is null ? status?.Identity : null));
        return null;
    }

    private static string[] NamesLike(string pattern, string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder, pattern, All).Select(path => Path.GetFileName(path))];
        }
        catch (UnauthorizedAccessException)
        {
            throw PosixFailure.Of("list", folder, Libc.AccessDenied);
        }
        catch (IOException)
        {
            // Not a folder.
            return [];
        }
    }

    private string? IdentityOf(string folder) => Look(folder)?.Identity;

    private FileStatus? Look(string path) => known.TryGetValue(path, out var status) ? status : known[path] = FileStatus.OfName(path);

    /// <summary>A name of a path, and what comes after it.</summary>
    private sealed record Part(string Name, bool IsPattern, Part? Next)
    {
        public static Part? Of(string path, Part? next, bool arePatterns)
        {
            foreach (var name in Enumerable.Reverse(path.Split('/')).Where(name => name is not ("" or ".")))
            {
                next = new Part(name, arePatterns && name.Contains(Wildcard, StringComparison.Ordinal), next);
            }

            return next;
        }

        public string RestBelow(string path)
        {
            for (var part = Next; part is not null; part = part.Next)
            {
                path = Path.Combine(path, part.Name);
            }

            return Path.GetFullPath(path);
        }
    }

    /// <summary>How far a path was followed.</summary>
    private sealed class Way
    {
        private readonly List<string> names = [];
        private readonly List<string> folders = [];

        public string Folder { get; private set; } = "/";

        public int Links { get; set; }

        public Way Copy()
        {
            var copy = new Way { Folder = Folder, Links = Links };
            copy.names.AddRange(names);
            copy.folders.AddRange(folders);
            return copy;
        }

        public void Enter(string folder, string? passed)
        {
            Folder = folder;
            if (passed is not null)
            {
                folders.Add(passed);
            }
        }

        public void LookUp(string name) => names.Add(name);

        public WalkedPath EndAt(string path, string? file) => new(path, names, folders, file);
    }
}
