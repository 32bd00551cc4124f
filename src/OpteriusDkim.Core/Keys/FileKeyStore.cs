using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim;

/// <summary>
/// Keys as files, <c>{location}/{domain}/{selector}.private</c> and beside each <c>{selector}.txt</c>, a zone-file
/// line that is derived from it. Every change is made under the domain's lock, and in an order in which a crash
/// leaves a whole key or none.
/// </summary>
public sealed class FileKeyStore : IKeyStore
{
    private const string KeySuffix = ".private";
    private const string RecordSuffix = ".txt";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string stateDirectory;
    private readonly KeyOwnership ownership;
    private readonly SignerKeyReferences references;
    private readonly IEd25519 ed25519;
    private readonly KeptAside keptAside;
    private readonly Func<bool> needsSeeds;

    /// <summary>Opens a store; nothing is made or read yet.</summary>
    /// <param name="location">The folder of the keys, an absolute path.</param>
    /// <param name="stateDirectory">Where locks and what was kept aside are.</param>
    /// <param name="ownership">Whom new files belong to.</param>
    /// <param name="references">Tells which keys a signer uses.</param>
    /// <param name="ed25519">Derives public halves.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="needsSeeds">Whether the signer reads an Ed25519 key in its bare form only, which then stands beside it; asked when such a key is written.</param>
    public FileKeyStore(
        string location,
        string stateDirectory,
        KeyOwnership ownership,
        SignerKeyReferences references,
        IEd25519 ed25519,
        TimeProvider clock,
        Func<bool>? needsSeeds = null)
    {
        Location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(location));
        this.stateDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory));
        this.ownership = ownership;
        this.references = references;
        this.ed25519 = ed25519;
        this.needsSeeds = needsSeeds ?? (() => false);
        keptAside = new KeptAside(this.stateDirectory, clock);
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
                yield return NotCanonical(Path.Combine(Location, name), $"the folder should be called {domain}");
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
        var path = PathOf(name);
        RequireFolder(FolderOf(name.Domain));
        if (!Exists(path))
        {
            AtomicFolder.RequireRoomFor(path);
        }
        else if (replace)
        {
            references.RequireUnused(name, path);
        }
        else
        {
            throw new AlreadyExistsException(
                FindingTable.KeyExists.With(("domain", name.Domain), ("selector", name.Selector), ("path", path)), path);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredKey> PutAsync(
        RecordName name, PrivateKey key, KeyPlacement placement, IStory story, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, story, cancellation).ConfigureAwait(false);
        var path = PathOf(name);
        var exists = Exists(path);
        CheckPut(name, placement.Replace);
        EnsureFolder(name.Domain);
        ClearLeftovers(name.Domain);
        if (exists)
        {
            KeepAside(name, path, story);
        }

        // A record of another key must not stand beside the new one, not even for a moment.
        DiscardRecord(name);
        DiscardSeed(path);
        Write(key, path, exists, placement.CreatedAt);
        story.Tell($"Wrote {path}.");
        WriteSeed(key, path, story);
        var stored = new StoredKey(name, key.PublicKey, path, File.GetLastWriteTimeUtc(path));
        WriteRecord(stored, story);
        return stored;
    }

    /// <inheritdoc/>
    public async Task TidyAsync(RecordName name, IStory story, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, story, cancellation).ConfigureAwait(false);
        RequireFolder(FolderOf(name.Domain));
        ClearLeftovers(name.Domain);
        if (!File.Exists(RecordPathOf(name)) && Find(name) is { } stored)
        {
            WriteRecord(stored, story);
        }

        RemakeSeed(PathOf(name), story);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(RecordName name, bool permanently, IStory story, CancellationToken cancellation)
    {
        using var held = await LockAsync(name.Domain, story, cancellation).ConfigureAwait(false);
        var path = PathOf(name);
        var folder = FolderOf(name.Domain);
        RequireFolder(folder);
        references.RequireUnused(name, path);
        ClearLeftovers(name.Domain);
        if (!Exists(path))
        {
            story.Tell($"There is no {path} any more.");
            return;
        }

        if (!permanently)
        {
            KeepAside(name, path, story);
        }

        DiscardRecord(name);
        DiscardSeed(path);
        AtomicFile.Remove(path);
        story.Tell($"Removed {path}.");

        // Fails where other keys are in it, and that is well.
        AtomicFolder.RemoveEmpty(folder);
    }

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

    private static void RequireFolder(string folder)
    {
        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            throw new InUseException(FindingTable.LinkedFolder.With(("path", folder)), folder);
        }
    }

    private string FolderOf(DomainName domain) => Path.Combine(Location, domain.Value);

    private string RecordPathOf(RecordName name) => Path.Combine(FolderOf(name.Domain), name.Selector.Value + RecordSuffix);

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
        return !Selector.TryParse(name, out var selector) || selector.Value != name
            ? NotCanonical(file, "its name is not a selector in lower case")
            : selectors(selector) ? ReadEntry(domain, selector, file) : default;
    }

    private StoreEntry ReadEntry(DomainName domain, Selector selector, string path)
    {
        try
        {
            // A file that is gone since the folder was listed is no entry; a link that leads nowhere is a broken one.
            return Read(new RecordName(domain, selector), path) is { } key ? new StoreEntry(key, null)
                : new FileInfo(path).LinkTarget is { } target ? throw new InaccessibleException(
                    FindingTable.KeyUnreadable.With(("path", path), ("reason", $"it is a link to {target}, where nothing is")), path)
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

    private Task<FileLock> LockAsync(DomainName domain, IStory story, CancellationToken cancellation) =>
        FileLock.AcquireAsync(stateDirectory, ResolvedPath.Of(FolderOf(domain)), story, cancellation);

    private void EnsureFolder(DomainName domain)
    {
        AtomicFolder.Ensure(Location, ownership.FolderMode, ownership.Owner);
        AtomicFolder.Ensure(FolderOf(domain), ownership.FolderMode, ownership.Owner);
    }

    /// <summary>Clears what a crash left of a domain; the caller holds its lock.</summary>
    private void ClearLeftovers(DomainName domain)
    {
        AtomicFolder.RemoveLeftovers(FolderOf(domain));
        AtomicFile.RemoveLeftovers(FolderOf(domain));
    }

    private void Write(PrivateKey key, string path, bool replace, DateTime? createdAt)
    {
        var pem = key.ToPem();
        try
        {
            var attributes = new FileAttributesToBe(KeyOwnership.KeyMode, ownership.Owner, createdAt);
            if (replace)
            {
                AtomicFile.Replace(path, pem, attributes);
            }
            else if (!AtomicFile.Create(path, pem, attributes))
            {
                // Only who works without the lock can have been faster.
                throw PosixFailure.Of("giving it its name", path, Libc.Exists);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private void WriteSeed(PrivateKey key, string path, IStory story)
    {
        if (key.PublicKey.Algorithm != DkimKeyAlgorithm.Ed25519 || !needsSeeds())
        {
            return;
        }

        var seed = key.ToSeed();
        try
        {
            AtomicFile.Replace(SeedFile.Beside(path), seed, new FileAttributesToBe(KeyOwnership.KeyMode, ownership.Owner));
            story.Tell($"Wrote {SeedFile.Beside(path)}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private void RemakeSeed(string path, IStory story)
    {
        if (File.Exists(SeedFile.Beside(path)) || PrivateKeyFile.ReadPublicHalf(path, ed25519)?.Algorithm != DkimKeyAlgorithm.Ed25519 || !needsSeeds())
        {
            return;
        }

        using var key = PrivateKeyFile.ReadWhole(path, ed25519);
        if (key is not null)
        {
            WriteSeed(key, path, story);
        }
    }

    private static void DiscardSeed(string path)
    {
        if (File.Exists(SeedFile.Beside(path)))
        {
            AtomicFile.Remove(SeedFile.Beside(path));
        }
    }

    private void KeepAside(RecordName name, string path, IStory story)
    {
        story.Tell(keptAside.Keep(path, name.Domain.Value) is { } copy
            ? $"Kept {path} aside as {copy}."
            : $"{path} leads to nothing that could be kept.");
        if (File.Exists(RecordPathOf(name)))
        {
            keptAside.Keep(RecordPathOf(name), name.Domain.Value);
        }
    }

    private void DiscardRecord(RecordName name)
    {
        if (File.Exists(RecordPathOf(name)))
        {
            AtomicFile.Remove(RecordPathOf(name));
        }
    }

    private void WriteRecord(StoredKey stored, IStory story)
    {
        var path = RecordPathOf(stored.RecordName);
        AtomicFile.Replace(path, Encoding.ASCII.GetBytes(DkimDnsRecord.ZoneFileLine(stored)), new FileAttributesToBe(ownership.RecordMode, ownership.Owner));
        story.Tell($"Wrote {path}.");
    }
}
