using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>
/// Keys as files, <c>{location}/{domain}/{selector}.private</c> and beside each <c>{selector}.txt</c>, a zone-file
/// line that is derived from it. Every change is made under the domain's lock, and in an order in which a crash
/// leaves a complete key or none.
/// </summary>
internal sealed class FileKeyStore : IKeyStore
{
    private readonly KeyDirectory keys;
    private readonly KeyFolders folders;
    private readonly KeyOwnership ownership;
    private readonly IKeyUsage usage;
    private readonly KeyStoreChecks checks;
    private readonly IEd25519 ed25519;
    private readonly Backups backups;
    private readonly Func<bool> needsSeeds;
    private readonly SharedFlush flush = new();

    /// <summary>Creates the store object; reads and writes nothing yet.</summary>
    /// <param name="location">The folder of the keys, an absolute path.</param>
    /// <param name="stateDirectory">Where locks and backups are.</param>
    /// <param name="ownership">The owner of new files.</param>
    /// <param name="needsSeeds">Whether the signer reads Ed25519 keys only as a bare seed, which is then stored too. Called when such a
    /// key is written.</param>
    public FileKeyStore(
        string location,
        string stateDirectory,
        KeyOwnership ownership,
        IKeyUsage usage,
        IEd25519 ed25519,
        TimeProvider clock,
        Func<bool>? needsSeeds = null)
    {
        Location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(location));
        stateDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory));
        this.ownership = ownership;
        this.usage = usage;
        this.ed25519 = ed25519;
        this.needsSeeds = needsSeeds ?? (() => false);
        keys = new KeyDirectory(Location, ed25519);
        checks = new KeyStoreChecks(stateDirectory, usage);
        backups = new Backups(stateDirectory, clock);
        folders = new KeyFolders(Location, stateDirectory, ownership, backups);
    }

    public string Location { get; }

    public string PathOf(RecordName name) => keys.PathOf(name);

    public IEnumerable<StoreEntry> List(Func<DomainName, bool> domains, Func<Selector, bool> selectors) => keys.List(domains, selectors);

    public IEnumerable<StoreEntry> ListDomain(DomainName domain, Func<Selector, bool> selectors) => keys.ListDomain(domain, selectors);

    public IEnumerable<DomainName> Domains() => keys.Domains();

    public IReadOnlyList<Selector> SelectorsOf(DomainName domain) => keys.SelectorsOf(domain);

    public StoredKey? Find(RecordName name) => keys.Find(name);

    public void CheckPut(RecordName name, bool replace)
    {
        KeyStoreChecks.RequireFolder(PathOf(name));
        checks.RequirePut(name, PathOf(name), replace, keys.Exists(name));
    }

    public void CheckChange(RecordName name) => checks.RequireWritable(PathOf(name));

    public IReadOnlyList<DkimFinding> CheckRemove(RecordName name)
    {
        checks.RequireRemove(name, PathOf(name));
        return KeyStoreChecks.RemainsOf(PathOf(name));
    }

    public async Task<StoredKey> PutAsync(
        RecordName name, PrivateKey key, KeyPlacement placement, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await folders.LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        var exists = HasKey(name, log);
        checks.RequirePut(name, PathOf(name), placement.Replace, exists);
        using var parent = folders.EnsureStore();
        using var writer = flush.Begin(parent);
        using var folder = folders.EnsureUnflushed(parent, name.Domain, out var isNew);
        var files = FilesOf(name, folder, log);
        if (exists)
        {
            files.KeepBackup(backups);
        }

        // The old record must never be next to the new key.
        files.RemoveDerived();
        try
        {
            await files.WriteAsync(key, placement with { Replace = exists }, NeedsSeed(key.PublicKey), writer, isNew ? parent : null)
                .ConfigureAwait(false);
        }
        catch when (isNew)
        {
            parent.RemoveEmptyFolder(name.Domain.Value);
            throw;
        }

        return files.Stored(key.PublicKey);
    }

    public async Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await folders.LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        using var folder = folders.TryOpen(name.Domain);
        if (folder is null)
        {
            return;
        }

        var files = FilesOf(name, folder, log);
        if (!files.HasRecord && Read(files, name) is { } stored)
        {
            files.WriteRecord(stored.PublicKey);
        }

        if (!files.HasSeed && Read(files, name) is { } seeded && NeedsSeed(seeded.PublicKey))
        {
            using var key = PrivateKeyFile.ReadWhole(files.OpenPath, ed25519);
            if (key is not null)
            {
                files.WriteSeed(key);
            }
        }
    }

    public async Task RemoveAsync(RecordName name, bool permanently, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await folders.LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        var path = PathOf(name);
        using var folder = folders.TryOpen(name.Domain);
        checks.RequireRemove(name, path);
        if (folder is null || FilesOf(name, folder, log) is not { HasKey: true } files)
        {
            log.Report($"{path} no longer exists.");
            return;
        }

        if (!permanently)
        {
            files.KeepBackup(backups);
        }

        var remains = KeyStoreChecks.RemainsOf(path);
        files.RemoveDerived();
        files.RemoveKey();
        foreach (var finding in remains)
        {
            log.Report(finding.Message);
        }

        folders.RemoveEmpty(name.Domain, usage, log);
    }

    private bool HasKey(RecordName name, IProgressLog log)
    {
        using var folder = folders.TryOpen(name.Domain);
        return folder is not null && FilesOf(name, folder, log).HasKey;
    }

    private StoredKeyFiles FilesOf(RecordName name, OpenFolder folder, IProgressLog log) => new(folder, name, ownership, log);

    /// <summary>Reads a key in an open folder, even if the folder was renamed.</summary>
    private StoredKey? Read(StoredKeyFiles files, RecordName name)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(files.OpenPath, ed25519) is { } key ? files.Stored(key) : null;
        }
        catch (DkimException)
        {
            // Fails with an error that names the usual path.
            _ = Find(name);
            throw;
        }
    }

    private bool NeedsSeed(DkimPublicKey key) => key.Algorithm == DkimKeyAlgorithm.Ed25519 && needsSeeds();
}
