using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>The keys of a host.</summary>
internal interface IKeyStore
{
    /// <summary>Where the keys are.</summary>
    string Location { get; }

    /// <summary>Lists keys in the order of domain and selector. Each is read when it is enumerated.</summary>
    /// <exception cref="InaccessibleException">The store can't be listed.</exception>
    IEnumerable<StoreEntry> List(Func<DomainName, bool> domains, Func<Selector, bool> selectors);

    /// <summary>Lists the keys of one domain in the order of their selectors.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    IEnumerable<StoreEntry> ListDomain(DomainName domain, Func<Selector, bool> selectors);

    /// <summary>The domains that have a folder. The folders are not read.</summary>
    /// <exception cref="InaccessibleException">The store can't be listed.</exception>
    IEnumerable<DomainName> Domains();

    /// <summary>The selectors for which a domain has keys. The keys are not read.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    IReadOnlyList<Selector> SelectorsOf(DomainName domain);

    /// <summary>Reads one key.</summary>
    /// <returns>The key; null if there is none.</returns>
    /// <exception cref="DkimException">The key can't be read.</exception>
    StoredKey? Find(RecordName name);

    /// <summary>The path of a key, which need not exist.</summary>
    string PathOf(RecordName name);

    /// <summary>Checks that a key could be stored; changes nothing.</summary>
    /// <param name="replace">Whether an existing key is to be replaced.</param>
    /// <exception cref="AlreadyExistsException">There is a key of this name.</exception>
    /// <exception cref="InUseException">A signer's table names the file of the key to be replaced.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    void CheckPut(RecordName name, bool replace);

    /// <summary>Checks that the files of a domain could be changed; changes nothing.</summary>
    /// <exception cref="InUseException">The domain's folder is a link.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    void CheckChange(RecordName name);

    /// <summary>Checks that a key could be removed; changes nothing.</summary>
    /// <returns>Findings about places where the key can still be read afterwards.</returns>
    /// <exception cref="InUseException">A signer's table names the key's file, or the domain's folder is a link.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    IReadOnlyList<DkimFinding> CheckRemove(RecordName name);

    /// <summary>Stores a key; one that is replaced is backed up.</summary>
    /// <exception cref="AlreadyExistsException">There is a key of this name.</exception>
    /// <exception cref="InUseException">A signer's table names the file of the key to be replaced.</exception>
    /// <exception cref="InaccessibleException">It can't be written; the store is unchanged.</exception>
    Task<StoredKey> PutAsync(
        RecordName name, PrivateKey key, KeyPlacement placement, IProgressLog log, CancellationToken cancellation);

    /// <summary>Removes what a crash left of a domain, and writes missing derived files of a key.</summary>
    /// <exception cref="DkimException">The key can't be read, or the folder not written.</exception>
    Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation);

    /// <summary>Removes a key.</summary>
    /// <param name="permanently">Whether to make no backup.</param>
    /// <exception cref="InUseException">A signer's table names the key's file.</exception>
    /// <exception cref="InaccessibleException">It can't be removed.</exception>
    Task RemoveAsync(RecordName name, bool permanently, IProgressLog log, CancellationToken cancellation);
}
