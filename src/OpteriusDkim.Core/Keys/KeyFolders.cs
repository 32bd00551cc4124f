using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>The folders of a store, one for each domain, and their locks.</summary>
/// <param name="location">The folder of the keys, an absolute path.</param>
/// <param name="stateDirectory">Where the locks are.</param>
/// <param name="ownership">The owner of new folders.</param>
internal sealed class KeyFolders(string location, string stateDirectory, KeyOwnership ownership, Backups backups)
{
    // Listed once: a store has one folder for each of perhaps 100,000 domains.
    private readonly Lazy<IReadOnlyList<string>> leftovers = new(
        () => AtomicFile.TemporaryNamesIn(location), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Takes a domain's lock and removes leftovers of killed runs.</summary>
    public Task<FileLock> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation) =>
        FileLock.AcquireAsync(stateDirectory, ResolvedPath.Of(PathOf(domain)), () => RemoveLeftovers(domain), log, cancellation);

    /// <summary>Opens a domain's folder; null if there is none. A link in its place is an error.</summary>
    public OpenFolder? TryOpen(DomainName domain)
    {
        using var store = OpenFolder.TryOpen(location);
        return store?.TryOpenFolder(domain.Value)?.As(PathOf(domain));
    }

    /// <summary>Removes a domain's folder; one with other keys in it stays.</summary>
    public void RemoveEmpty(DomainName domain, IKeyUsage usage, IProgressLog log)
    {
        var path = PathOf(domain);
        if (usage.UseThrough(path) is { } use)
        {
            log.Report($"Kept the folder {path}, because the path in {use.Source} passes through it.");
            return;
        }

        using var store = OpenFolder.TryOpen(location);
        store?.RemoveEmptyFolder(domain.Value);
    }

    /// <summary>Opens the folder of all domains, and creates it if there is none.</summary>
    public OpenFolder EnsureStore() => AtomicFolder.Ensure(location, ownership.FolderMode, ownership.Owner);

    /// <summary>Opens a domain's folder, and creates it if there is none. The caller flushes the store if it is new.</summary>
    public OpenFolder EnsureUnflushed(OpenFolder store, DomainName domain, out bool isNew) => AtomicFolder
        .EnsureUnflushed(store, domain.Value, ownership.FolderMode, ownership.Owner, out isNew).As(PathOf(domain));

    /// <summary>Removes leftovers of killed runs; the caller holds the domain's lock.</summary>
    private void RemoveLeftovers(DomainName domain)
    {
        using var store = OpenFolder.TryOpen(location);
        using var folder = store?.TryOpenFolder(domain.Value);
        if (store is not null)
        {
            AtomicFolder.RemoveLeftovers(store, domain.Value, leftovers.Value);
        }

        if (folder is not null)
        {
            AtomicFile.RemoveLeftovers(folder);
        }

        backups.RemoveLeftovers(domain.Value);
    }

    private string PathOf(DomainName domain) => Path.Combine(location, domain.Value);
}
