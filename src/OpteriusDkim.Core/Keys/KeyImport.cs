using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// Takes keys that live elsewhere into a store by copying them. What a key is called is taken from what was given,
/// else from the signer's tables, else from the record that opendkim-genkey left beside it, else from its path.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="references">Tells which keys a signer uses.</param>
/// <param name="ed25519">Derives public halves.</param>
public sealed partial class KeyImport(IKeyStore store, SignerKeyReferences references, IEd25519 ed25519)
{
    private const int LargestRecord = 64 * 1024;

    private static readonly string[] KeySuffixes = [".private", ".key", ".pem"];

    /// <summary>The key files that a path means: itself, or those in the folder and in the folders in it.</summary>
    /// <param name="path">A file or a folder, absolute.</param>
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
                    .Where(file => KeySuffixes.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).StartsWith('.'))
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

    /// <summary>Finds out what the key in a file is called.</summary>
    /// <param name="path">The file.</param>
    /// <param name="domain">The domain, where it was given.</param>
    /// <param name="selector">The selector, where it was given.</param>
    /// <exception cref="InvalidInputException">It can't be told.</exception>
    public KeySource Identify(string path, DomainName? domain, Selector? selector)
    {
        if (domain is not null && selector is not null)
        {
            return new KeySource(path, new RecordName(domain, selector));
        }

        foreach (var (guessedDomain, guessedSelector) in Guesses(path))
        {
            domain ??= DomainName.TryParse(guessedDomain, out var parsedDomain) ? parsedDomain : null;
            selector ??= Selector.TryParse(guessedSelector, out var parsedSelector) ? parsedSelector : null;
        }

        return domain is not null && selector is not null
            ? new KeySource(path, new RecordName(domain, selector))
            : throw new InvalidInputException(FindingTable.ImportNameUnknown.With(("path", path)), path);
    }

    /// <summary>Refuses a file that can't be imported; changes nothing.</summary>
    /// <param name="source">The file, and what its key is called.</param>
    /// <exception cref="DkimException">It isn't a sound key, or its name is taken by another.</exception>
    public void Check(KeySource source)
    {
        using var key = Read(source);
        if (!key.PublicKey.Equals(store.Find(source.Name)?.PublicKey))
        {
            store.CheckPut(source.Name, replace: false);
        }
    }

    /// <summary>What is to be told of a key that was imported.</summary>
    /// <param name="source">The file, and what its key is called.</param>
    /// <param name="stored">The key as it is in the store.</param>
    public IEnumerable<DkimFinding> Findings(KeySource source, StoredKey stored)
    {
        if (stored.PublicKey.Weakness() is { } weakness)
        {
            yield return weakness;
        }

        if (source.Path != stored.Path && OldUse(source, stored) is { } use)
        {
            yield return use;
        }
    }

    /// <summary>Copies a key into the store; one that is there already is left as it is. Its file stays where it is.</summary>
    /// <param name="source">The file, and what its key is called.</param>
    /// <param name="story">Is told what happens.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="DkimException">It isn't a sound key, or can't be stored.</exception>
    public async Task<StoredKey> ImportAsync(KeySource source, IStory story, CancellationToken cancellation)
    {
        using var key = Read(source);
        story.Tell($"Read {source.Path}: {key.PublicKey}.");
        if (store.Find(source.Name) is { } stored && stored.PublicKey.Equals(key.PublicKey))
        {
            story.Tell($"{stored.Path} holds this key already.");
            await store.TidyAsync(source.Name, story, cancellation).ConfigureAwait(false);
            return stored;
        }

        var placement = new KeyPlacement(CreatedAt: File.GetLastWriteTimeUtc(source.Path));
        return await store.PutAsync(source.Name, key, placement, story, cancellation).ConfigureAwait(false);
    }

    /// <summary>Where a signer still uses the old file, or why that can't be told, or null.</summary>
    private DkimFinding? OldUse(KeySource source, StoredKey stored)
    {
        try
        {
            return references.To(source.Path) is { } reference
                ? FindingTable.OldKeyInUse.With(("path", source.Path), ("source", reference.Source), ("new", stored.Path))
                : null;
        }
        catch (InaccessibleException exception)
        {
            return exception.Finding;
        }
    }

    private PrivateKey Read(KeySource source) =>
        PrivateKeyFile.ReadWhole(source.Path, ed25519)
        ?? throw new NotFoundException(FindingTable.ImportPathMissing.With(("path", source.Path)), source.Path);

    private IEnumerable<(string? Domain, string? Selector)> Guesses(string path)
    {
        var reference = references.To(path);
        yield return (reference?.Domain, reference?.Selector);
        yield return FromRecordBeside(path);
        yield return FromPath(path);
    }

    private static (string? Domain, string? Selector) FromRecordBeside(string path)
    {
        var record = Path.ChangeExtension(path, ".txt");
        try
        {
            var content = Descriptor.ReadAll(record, LargestRecord) ?? [];
            var match = GenkeyComment().Match(Encoding.Latin1.GetString(content));
            return match.Success ? (match.Groups["domain"].Value, match.Groups["selector"].Value) : (null, null);
        }
        catch (InaccessibleException)
        {
            return (null, null);
        }
    }

    /// <summary><c>.../example.com/mail.private</c>, or Rspamd's <c>.../example.com.mail.key</c>.</summary>
    private static (string? Domain, string? Selector) FromPath(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var dot = name.LastIndexOf('.');
        var folder = Path.GetFileName(Path.GetDirectoryName(path));
        return dot > 0 && LooksLikeDomain(name[..dot]) ? (name[..dot], name[(dot + 1)..])
            : LooksLikeDomain(folder) ? (folder, name)
            : (null, null);
    }

    /// <summary>Whether a name is meant as a domain: no top-level domain has one letter, as the folder keys.d would.</summary>
    private static bool LooksLikeDomain(string? name) =>
        DomainName.TryParse(name, out var domain) && domain.Value.LastIndexOf('.') < domain.Value.Length - 2;

    [GeneratedRegex(@"DKIM key (?<selector>\S+) for (?<domain>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex GenkeyComment();
}
