using System.IO.Enumeration;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>Reads a store's folder: <c>{location}/{domain}/{selector}.private</c>.</summary>
/// <param name="location">The folder, an absolute path.</param>
internal sealed class KeyDirectory(string location, IEd25519 ed25519)
{
    private const string KeySuffix = StoredKeyFiles.KeySuffix;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The path of a key.</summary>
    public string PathOf(RecordName name) => Path.Combine(FolderOf(name.Domain), StoredKeyFiles.KeyFileOf(name));

    /// <summary>The keys in the order of domain and selector. Each is read when it is enumerated.</summary>
    public IEnumerable<StoreEntry> List(Func<DomainName, bool> domains, Func<Selector, bool> selectors)
    {
        foreach (var name in Folders())
        {
            if (!DomainName.TryParse(name, out var domain) || !domains(domain))
            {
                continue;
            }

            if (domain.Value != name)
            {
                yield return NotCanonical(Path.Combine(location, name), $"the folder should be named {domain}");
                continue;
            }

            foreach (var entry in ListWithProblems(domain, selectors))
            {
                yield return entry;
            }
        }
    }

    /// <summary>The keys of one domain in the order of their selectors.</summary>
    public IEnumerable<StoreEntry> ListDomain(DomainName domain, Func<Selector, bool> selectors) =>
        KeyFilesIn(FolderOf(domain))
            .Select(name => Entry(domain, Path.Combine(FolderOf(domain), name), selectors))
            .Where(entry => entry != default);

    /// <summary>The domains that have a folder.</summary>
    public IEnumerable<DomainName> Domains()
    {
        foreach (var name in Folders())
        {
            if (DomainName.TryParse(name, out var domain) && domain.Value == name)
            {
                yield return domain;
            }
        }
    }

    /// <summary>The selectors under which a domain has keys.</summary>
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

    /// <summary>Reads one key; null if there is none.</summary>
    public StoredKey? Find(RecordName name) => Read(name, PathOf(name));

    /// <summary>Whether there is a key. Missing permission to search the folder is an error.</summary>
    public bool Exists(RecordName name)
    {
        var path = PathOf(name);
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

    private string FolderOf(DomainName domain) => Path.Combine(location, domain.Value);

    private string[] Folders() => Sorted(location, (ref FileSystemEntry entry) => entry.IsDirectory);

    private static string[] KeyFilesIn(string folder) =>
        Sorted(folder, (ref FileSystemEntry entry) => entry.FileName.EndsWith(KeySuffix, StringComparison.Ordinal) && !entry.IsDirectory);

    /// <summary>The names in order; none if the folder doesn't exist.</summary>
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
            throw new InaccessibleException(
                FindingTable.StoreUnreadable.With(("path", folder), ("reason", exception.Message)), folder, exception);
        }
    }

    private static StoreEntry NotCanonical(string path, string problem) => new(
        null, new BrokenDataException(FindingTable.KeyNameNotCanonical.With(("path", path), ("problem", problem)), path));

    /// <summary>The keys of a domain. A folder that can't be listed becomes an entry with a problem.</summary>
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

    /// <summary>The entry of a key file; default if its selector isn't wanted.</summary>
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
            // A file that was deleted after the folder was listed is left out; a dangling link is a problem.
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
}
