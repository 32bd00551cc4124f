using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>Checks whether a key can be stored or removed. Nothing is changed, so a dry run makes the same checks.</summary>
/// <param name="stateDirectory">Where locks and backups are.</param>
internal sealed class KeyStoreChecks(string stateDirectory, IKeyUsage usage)
{
    /// <summary>Throws if a key's folder or the state directory can't be written.</summary>
    public void RequireWritable(string path)
    {
        RequireFolder(path);
        AtomicFolder.RequireRoomFor(Path.Combine(stateDirectory, "locks", "lock"));
        AtomicFolder.RequireRoomFor(path);
    }

    /// <summary>Throws if a key's folder is a link.</summary>
    /// <param name="path">The path of a key in it.</param>
    public static void RequireFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            throw new InUseException(FindingTable.LinkedFolder.With(("path", folder)), folder);
        }
    }

    /// <summary>Throws if a key can't be stored.</summary>
    /// <param name="replace">Whether an existing key is to be replaced.</param>
    public void RequirePut(RecordName name, string path, bool replace, bool exists)
    {
        if (exists && !replace)
        {
            throw new AlreadyExistsException(
                FindingTable.KeyExists.With(("domain", name.Domain), ("selector", name.Selector), ("path", path)), path);
        }

        if (exists)
        {
            usage.RequireUnused(name, path);
            RequireChangeable("replace", path);
        }

        RequireUnusedDerived(path);
        RequireWritable(path);
    }

    /// <summary>Throws if a key can't be removed.</summary>
    public void RequireRemove(RecordName name, string path)
    {
        RequireFolder(path);
        usage.RequireUnused(name, path);
        RequireUnusedDerived(path);
        RequireChangeable("remove", path);
        RequireWritable(path);
    }

    /// <summary>Places where a key can still be read after its file was removed.</summary>
    public static IReadOnlyList<DkimFinding> RemainsOf(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            return
            [
                Remains(path, $"it is a symbolic link to {PrintableText.Clean(target)}", "Delete that file too if nothing else uses it."),
            ];
        }

        return FileStatus.OfName(path) is { Kind: FileKind.File, Links: > 1 } status
            ?
            [
                Remains(
                    path,
                    $"the file has {status.Links} hard links",
                    $"Find the others with find / -xdev -inum {InodeOf(status)}, and delete them too."),
            ]
            : [];
    }

    private static DkimFinding Remains(string path, string reason, string advice) =>
        FindingTable.KeyRemainsElsewhere.With(("path", path), ("reason", reason), ("advice", advice));

    private static string InodeOf(FileStatus status) => status.Identity![(status.Identity!.LastIndexOf(':') + 1)..];

    /// <summary>
    /// Files that are derived from a key are overwritten and removed with it, but a signer may use a file of that name as a key of its own.
    /// </summary>
    private void RequireUnusedDerived(string path)
    {
        foreach (var derived in new[] { SeedFile.Beside(path), Path.ChangeExtension(path, ".txt") }.Where(Path.Exists))
        {
            usage.RequireUnused(derived);
        }
    }

    private static void RequireChangeable(string operation, string path)
    {
        if (FileStatus.OfName(path) is { IsImmutable: true })
        {
            throw PosixFailure.Of(operation, path, Libc.NotPermitted);
        }
    }
}
