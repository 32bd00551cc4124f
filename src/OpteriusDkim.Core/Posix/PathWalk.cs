namespace OpteriusDkim.Posix;

/// <summary>
/// Resolves paths name by name, as the kernel does. Files and folders are identified by device and inode, so that the same
/// file is recognized in spite of bind mounts, hard links and case-insensitive file systems. Status is cached, so an instance
/// is valid only for a short time.
/// </summary>
internal sealed class PathWalk
{
    private const char Wildcard = '*';

    /// <summary>The kernel's limit of links.</summary>
    private const int MaxLinks = 40;

    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly Dictionary<string, FileStatus?> known = new(StringComparer.Ordinal);

    /// <param name="path">An absolute path as written; <c>*</c> stands for any text without a slash.</param>
    /// <returns>One result; for a template one per existing match.</returns>
    /// <exception cref="InaccessibleException">The caller can't list a folder in the path.</exception>
    public IReadOnlyList<WalkedPath> Of(string path)
    {
        var ends = new List<WalkedPath>();
        Follow(new Progress(), Part.Of(path, null, arePatterns: true), ends);
        return ends;
    }

    private void Follow(Progress progress, Part? part, List<WalkedPath> ends)
    {
        for (; part is not null; part = part.Next)
        {
            if (part.IsPattern)
            {
                foreach (var name in NamesLike(part.Name, progress.Folder))
                {
                    Follow(progress.Copy(), new Part(name, false, part.Next), ends);
                }

                return;
            }

            part = Step(progress, part, ends);
            if (part is null)
            {
                return;
            }
        }

        ends.Add(progress.EndAt(progress.Folder, IdentityOf(progress.Folder)));
    }

    /// <summary>Resolves one name; null at the end of the path, else the part that was reached.</summary>
    private Part? Step(Progress progress, Part part, List<WalkedPath> ends)
    {
        if (part.Name == "..")
        {
            progress.Enter(Path.GetDirectoryName(progress.Folder) ?? "/", IdentityOf(progress.Folder));
            return part;
        }

        var path = Path.Combine(progress.Folder, part.Name);
        var status = StatusOf(path);
        if (status?.Kind == FileKind.Folder)
        {
            progress.Enter(path, IdentityOf(progress.Folder));
            return part;
        }

        progress.LookUp($"{IdentityOf(progress.Folder)}/{part.Name}");
        if (status?.Kind == FileKind.Other && new FileInfo(path).LinkTarget is { } target && progress.Links++ < MaxLinks)
        {
            progress.Enter(target.StartsWith('/') ? "/" : progress.Folder, IdentityOf(progress.Folder));
            return new Part(".", false, Part.Of(target, part.Next, arePatterns: false));
        }

        // The end of the path, or of its existing part.
        ends.Add(progress.EndAt(part.RestBelow(path), part.Next is null ? status?.Identity : null));
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

    private string? IdentityOf(string folder) => StatusOf(folder)?.Identity;

    private FileStatus? StatusOf(string path) => known.TryGetValue(path, out var status) ? status : known[path] = FileStatus.OfName(path);

    /// <summary>A name in a path and the rest of the path.</summary>
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

    /// <summary>The state of a partly resolved path.</summary>
    private sealed class Progress
    {
        private readonly List<string> names = [];
        private readonly List<string> folders = [];

        public string Folder { get; private set; } = "/";

        public int Links { get; set; }

        public Progress Copy()
        {
            var copy = new Progress { Folder = Folder, Links = Links };
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
