using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>
/// Keys as files, <c>{location}/{domain}/{selector}.private</c> and beside each <c>{selector}.txt</c>, a zone-file
/// line that is derived from it. Every change is made under the domain's lock, and in an order in which a crash
/// leaves a whole key or none.
/// </summary>
internal sealed class FileKeyStore : IKeyStore
{
    private const string KeySuffix = ".private";
    private const string RecordSuffix = ".txt";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string stateDirectory;
    private readonly KeyOwnership ownership;
    private readonly IKeyUsage usage;
    private readonly KeyStoreChecks checks;
    private readonly IEd25519 ed25519;
    private readonly Backups backups;
    private readonly Func<bool> needsSeeds;

    /// <summary>Opens a store; nothing is made or read yet.</summary>
    /// <param name="location">The folder of the keys, an absolute path.</param>
    /// <param name="stateDirectory">Where locks and what was kept aside are.</param>
    /// <param name="ownership">Whom new files belong to.</param>
    /// <param name="usage">Tells which keys are in use.</param>
    /// <param name="ed25519">Derives public halves.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="needsSeeds">Whether the signer reads an Ed25519 key in its bare form only, which is then stored beside it; asked when
    /// such a key is written.</param>
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
        this.stateDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory));
        this.ownership = ownership;
        this.usage = usage;
        this.ed25519 = ed25519;
        this.needsSeeds = needsSeeds ?? (() => false);
        checks = new KeyStoreChecks(this.stateDirectory, usage);
        backups = new Backups(this.stateDirectory, clock);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public string PathOf(RecordName name) => Path.Combine(FolderOf(name.Domain), name.Selector.Value + KeySuffix);

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> List(Func<DomainName, bool> domains, Func<Selector, bool> selectors)
    {
        foreach (var name in FoldersIn(Location))
        {
            if (!DomainName.TryParse(name, out var domain) || !domains(domain))
            {
                continue;
            }

            if (domain.Value != name)
            {
                yield return NotCanonical(Path.Combine(Location, name), $"the folder should be named {domain}");
                continue;
            }

            foreach (var entry in ListWithProblems(domain, selectors))
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> ListDomain(DomainName domain, Func<Selector, bool> selectors) =>
        KeyFilesIn(FolderOf(domain))
            .Select(name => Entry(domain, Path.Combine(FolderOf(domain), name), selectors))
            .Where(entry => entry != default);

    /// <inheritdoc/>
    public IEnumerable<DomainName> Domains()
    {
        foreach (var name in FoldersIn(Location))
        {
            if (DomainName.TryParse(name, out var domain) && domain.Value == name)
            {
                yield return domain;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Selector> SelectorsOf(DomainName domain)
    {
        var selectors = new List<Selector>();
        foreach (var file in KeyFilesIn(FolderOf(domain)))
        {
            var name = file[..^KeySuffix.Length];
            if (Selector.TryParse(name, out var selector) && selector.Value == name)
            {
                selectors.Add(selector);
            }
        }

        return selectors;
    }

    /// <inheritdoc/>
    public StoredKey? Find(RecordName name) => Read(name, PathOf(name));

    /// <inheritdoc/>
    public void CheckPut(RecordName name, bool replace)
    {
        KeyStoreChecks.RequireFolder(PathOf(name));
        checks.RequirePut(name, PathOf(name), replace, Exists(PathOf(name)));
    }

    /// <inheritdoc/>
    public void CheckChange(RecordName name) => checks.RequireWritable(PathOf(name));

    /// <inheritdoc/>
    public IReadOnlyList<DkimFinding> CheckRemove(RecordName name)
    {
        checks.RequireRemove(name, PathOf(name));
        return KeyStoreChecks.RemainsOf(PathOf(name));
    }

    /// <inheritdoc/>
    public async Task<StoredKey> PutAsync(
        RecordName name, PrivateKey key, KeyPlacement placement, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        var exists = Exists(name);
        checks.RequirePut(name, PathOf(name), placement.Replace, exists);
        using var folder = EnsureFolder(name.Domain);
        if (exists)
        {
            KeepBackup(folder, name, log);
        }

        // A record of another key must not be beside the new one, not even for a moment.
        AtomicFile.Remove(folder, RecordFileOf(name));
        AtomicFile.Remove(folder, SeedFileOf(name));
        Write(key, folder, KeyFileOf(name), exists, new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner, placement.CreatedAt));
        log.Report($"Wrote {PathOf(name)}.");
        WriteSeed(key, folder, name, log);
        var stored = new StoredKey(name, key.PublicKey, PathOf(name), folder.ModifiedAt(KeyFileOf(name)));
        WriteRecord(stored, folder, log);
        return stored;
    }

    /// <inheritdoc/>
    public async Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        using var folder = TryOpenFolder(name.Domain);
        if (folder is null)
        {
            return;
        }

        if (!folder.Exists(RecordFileOf(name)) && Find(folder, name) is { } stored)
        {
            WriteRecord(stored, folder, log);
        }

        RemakeSeed(folder, name, log);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(RecordName name, bool permanently, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, log, cancellation).ConfigureAwait(false);
        var path = PathOf(name);
        using var folder = TryOpenFolder(name.Domain);
        checks.RequireRemove(name, path);
        if (folder?.Exists(KeyFileOf(name)) != true)
        {
            log.Report($"{path} no longer exists.");
            return;
        }

        if (!permanently)
        {
            KeepBackup(folder, name, log);
        }

        var remains = KeyStoreChecks.RemainsOf(path);
        AtomicFile.Remove(folder, RecordFileOf(name));
        AtomicFile.Remove(folder, SeedFileOf(name));
        AtomicFile.Remove(folder, KeyFileOf(name));
        log.Report($"Removed {path}.");
        foreach (var finding in remains)
        {
            log.Report(finding.Message);
        }

        RemoveEmptyFolder(name.Domain, log);
    }

    private static string KeyFileOf(RecordName name) => name.Selector.Value + KeySuffix;

    private static string RecordFileOf(RecordName name) => name.Selector.Value + RecordSuffix;

    private static string SeedFileOf(RecordName name) => SeedFile.Beside(KeyFileOf(name));

    private static string[] FoldersIn(string location) =>
        Sorted(location, (ref FileSystemEntry entry) => entry.IsDirectory);

    private static string[] KeyFilesIn(string folder) =>
        Sorted(folder, (ref FileSystemEntry entry) => entry.FileName.EndsWith(KeySuffix, StringComparison.Ordinal) && !entry.IsDirectory);

    /// <summary>The names in their order; none where there is no such folder, an error where nobody can tell.</summary>
    private static string[] Sorted(string folder, FileSystemEnumerable<string>.FindPredicate wanted)
    {
        try
        {
            var names = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith(".") && wanted(ref entry),
            }.ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException) when (!Path.Exists(folder))
        {
            return [];
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new InaccessibleException(FindingTable.NotAFolder.With(("operation", "list"), ("path", folder)), folder, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unlistable(folder, exception);
        }
    }

    private static InaccessibleException Unlistable(string folder, Exception cause) =>
        new(FindingTable.StoreUnreadable.With(("path", folder), ("reason", cause.Message)), folder, cause);

    /// <summary>Whether a file has this name. That a folder may not be searched is no "no".</summary>
    private static bool Exists(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.KeyUnreadable.With(("path", path), ("reason", exception.Message)), path, exception);
        }
    }

    private static StoreEntry NotCanonical(string path, string problem) => new(
        null, new BrokenDataException(FindingTable.KeyNameNotCanonical.With(("path", path), ("problem", problem)), path));

    private string FolderOf(DomainName domain) => Path.Combine(Location, domain.Value);

    /// <summary>The same, where a folder that can't be listed is one problem among the entries of the others.</summary>
    private IEnumerable<StoreEntry> ListWithProblems(DomainName domain, Func<Selector, bool> selectors)
    {
        try
        {
            return ListDomain(domain, selectors);
        }
        catch (DkimException exception)
        {
            return [new StoreEntry(null, exception)];
        }
    }

    /// <summary>A key file as an entry; none where its selector isn't wanted.</summary>
    private StoreEntry Entry(DomainName domain, string file, Func<Selector, bool> selectors)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!Selector.TryParse(name, out var selector) || selector.Value != name)
        {
            return NotCanonical(file, "its name is not a selector in lower case");
        }

        return selectors(selector) ? ReadEntry(domain, selector, file) : default;
    }

    private StoreEntry ReadEntry(DomainName domain, Selector selector, string path)
    {
        try
        {
            // A file that is gone since the folder was listed is no entry; a link that leads nowhere is a broken one.
            if (Read(new RecordName(domain, selector), path) is { } key)
            {
                return new StoreEntry(key, null);
            }

            return new FileInfo(path).LinkTarget is { } target
                ? throw new InaccessibleException(
                    FindingTable.KeyUnreadable.With(("path", path), ("reason", $"it is a link to {target}, which doesn't exist")), path)
                : default;
        }
        catch (DkimException exception)
        {
            return new StoreEntry(null, exception);
        }
    }

    private StoredKey? Read(RecordName name, string path) => PrivateKeyFile.ReadPublicHalf(path, ed25519) is { } key
        ? new StoredKey(name, key, path, File.GetLastWriteTimeUtc(path))
        : null;

    private async Task<FileLock> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation)
    {
        var held = await FileLock.AcquireAsync(stateDirectory, ResolvedPath.Of(FolderOf(domain)), log, cancellation).ConfigureAwait(false);
        try
        {
            RemoveLeftovers(domain);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens a domain's folder; null where there is none. A link in its place is an error.</summary>
    private OpenFolder? TryOpenFolder(DomainName domain)
    {
        using var location = OpenFolder.TryOpen(Location);
        return location?.TryOpenFolder(domain.Value)?.As(FolderOf(domain));
    }

    /// <summary>Fails where other keys are in it, as it should.</summary>
    private void RemoveEmptyFolder(DomainName domain, IProgressLog log)
    {
        if (usage.UseThrough(FolderOf(domain)) is { } use)
        {
            log.Report($"Kept the folder {FolderOf(domain)}, because the path in {use.Source} passes through it.");
            return;
        }

        using var location = OpenFolder.TryOpen(Location);
        location?.RemoveEmptyFolder(domain.Value);
    }

    private OpenFolder EnsureFolder(DomainName domain)
    {
        using var location = AtomicFolder.Ensure(Location, ownership.FolderMode, ownership.Owner);
        return AtomicFolder.EnsureIn(location, domain.Value, ownership.FolderMode, ownership.Owner).As(FolderOf(domain));
    }

    private bool Exists(RecordName name)
    {
        using var folder = TryOpenFolder(name.Domain);
        return folder?.Exists(KeyFileOf(name)) == true;
    }

    /// <summary>Removes what killed runs left of a domain; the caller holds its lock.</summary>
    private void RemoveLeftovers(DomainName domain)
    {
        using var location = OpenFolder.TryOpen(Location);
        using var folder = location?.TryOpenFolder(domain.Value);
        if (location is not null)
        {
            AtomicFolder.RemoveLeftovers(location, domain.Value);
        }

        if (folder is not null)
        {
            AtomicFile.RemoveLeftovers(folder);
        }

        backups.RemoveLeftovers(domain.Value);
    }

    /// <summary>Reads a key in an open folder, whatever became of the folder's path.</summary>
    private StoredKey? Find(OpenFolder folder, RecordName name)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(folder.ProcessPathOf(KeyFileOf(name)), ed25519) is { } key
                ? new StoredKey(name, key, PathOf(name), folder.ModifiedAt(KeyFileOf(name)))
                : null;
        }
        catch (DkimException)
        {
            // For an error that names the path that people know.
            _ = Find(name);
            throw;
        }
    }

    private static void Write(PrivateKey key, OpenFolder folder, string file, bool replace, NewFileAttributes attributes)
    {
        var pem = key.ToPem();
        try
        {
            if (replace)
            {
                AtomicFile.Replace(folder, file, pem, attributes);
            }
            else if (!AtomicFile.Create(folder, file, pem, attributes))
            {
                // Only another program, which doesn't take the lock, can have been faster.
                throw PosixFailure.Of("create", folder.PathOf(file), Libc.Exists);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private void WriteSeed(PrivateKey key, OpenFolder folder, RecordName name, IProgressLog log)
    {
        if (key.PublicKey.Algorithm != DkimKeyAlgorithm.Ed25519 || !needsSeeds())
        {
            return;
        }

        var seed = key.ToSeed();
        try
        {
            AtomicFile.Replace(folder, SeedFileOf(name), seed, new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner));
            log.Report($"Wrote {folder.PathOf(SeedFileOf(name))}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private void RemakeSeed(OpenFolder folder, RecordName name, IProgressLog log)
    {
        if (folder.Exists(SeedFileOf(name)) || Find(folder, name)?.PublicKey.Algorithm != DkimKeyAlgorithm.Ed25519 || !needsSeeds())
        {
            return;
        }

        using var key = PrivateKeyFile.ReadWhole(folder.ProcessPathOf(KeyFileOf(name)), ed25519);
        if (key is not null)
        {
            WriteSeed(key, folder, name, log);
        }
    }

    private void KeepBackup(OpenFolder folder, RecordName name, IProgressLog log)
    {
        log.Report(backups.Keep(folder, KeyFileOf(name), name.Domain.Value) is { } copy
            ? $"Backed up {PathOf(name)} as {copy}."
            : $"{PathOf(name)} is not backed up because it is a link or not a regular file.");
        backups.Keep(folder, RecordFileOf(name), name.Domain.Value);
    }

    private void WriteRecord(StoredKey stored, OpenFolder folder, IProgressLog log)
    {
        var file = RecordFileOf(stored.RecordName);
        var text = Encoding.ASCII.GetBytes(DkimDnsRecord.ZoneFileLine(stored.RecordName, stored.PublicKey));
        AtomicFile.Replace(folder, file, text, new NewFileAttributes(ownership.RecordMode, ownership.Owner));
        log.Report($"Wrote {folder.PathOf(file)}.");
    }
}
