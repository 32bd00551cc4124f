using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>Copies keys from elsewhere into a store.</summary>
internal sealed class KeyImport(IKeyStore store, IKeyUsage usage, IEd25519 ed25519)
{
    /// <summary>The key files at a path: the file itself, or those in the folder and its direct subfolders.</summary>
    /// <param name="path">The absolute path of a file or folder.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static IReadOnlyList<string> FilesAt(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = false };
        string[] files;
        try
        {
            files = Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", options)
                    .Where(KeyFileName.IsKey)
                    .Order(StringComparer.Ordinal)
                    .ToArray()
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.StoreUnreadable.With(("path", path), ("reason", exception.Message)), path, exception);
        }

        return files.Length > 0 ? files : throw new NotFoundException(FindingTable.ImportPathMissing.With(("path", path)), path);
    }

    /// <summary>Determines domain and selector of a key file.</summary>
    /// <exception cref="InvalidInputException">It is ambiguous.</exception>
    public KeySource Identify(string path, DomainName? domain, Selector? selector) =>
        new KeyFileNames(usage, ed25519).Identify(path, domain, selector);

    /// <summary>Checks that a file could be imported; changes nothing.</summary>
    /// <exception cref="DkimException">It isn't a sound key, or there is another key of its name.</exception>
    public void Check(KeySource source)
    {
        using var key = Read(source);
        if (key.PublicKey.Equals(store.Find(source.Name)?.PublicKey))
        {
            store.CheckChange(source.Name);
        }
        else
        {
            store.CheckPut(source.Name, replace: false);
        }
    }

    /// <summary>The findings about an imported key.</summary>
    public IEnumerable<DkimFinding> Findings(KeySource source, StoredKey stored)
    {
        foreach (var weakness in stored.PublicKey.Weaknesses())
        {
            yield return weakness;
        }

        if (source.Path != stored.Path && OldUse(source, stored) is { } use)
        {
            yield return use;
        }
    }

    /// <summary>Copies a key into the store, unless it is there already. The original file stays.</summary>
    /// <exception cref="DkimException">It isn't a sound key, or can't be stored.</exception>
    public async Task<StoredKey> ImportAsync(KeySource source, IProgressLog log, CancellationToken cancellation)
    {
        using var key = Read(source);
        log.Report($"Read {source.Path}: {key.PublicKey}.");
        if (store.Find(source.Name) is { } stored && stored.PublicKey.Equals(key.PublicKey))
        {
            log.Report($"{stored.Path} already contains this key.");
            await store.TidyAsync(source.Name, log, cancellation).ConfigureAwait(false);
            return stored;
        }

        var placement = new KeyPlacement(CreatedAt: File.GetLastWriteTimeUtc(source.Path));
        return await store.PutAsync(source.Name, key, placement, log, cancellation).ConfigureAwait(false);
    }

    /// <summary>Where a signer still uses the old file, or why that is unknown, or null.</summary>
    private DkimFinding? OldUse(KeySource source, StoredKey stored)
    {
        try
        {
            return usage.UseOf(source.Path) is { } use
                ? FindingTable.OldKeyInUse.With(("path", source.Path), ("source", use.Source), ("new", stored.Path))
                : null;
        }
        catch (InaccessibleException exception)
        {
            return exception.Finding;
        }
    }

    private PrivateKey Read(KeySource source)
    {
        var key = PrivateKeyFile.ReadWhole(source.Path, ed25519)
            ?? throw new NotFoundException(FindingTable.ImportPathMissing.With(("path", source.Path)), source.Path);
        if (key.PublicKey.Forgery() is not { } forgery)
        {
            return key;
        }

        key.Dispose();
        throw new BrokenDataException(forgery, source.Path);
    }
}
