using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>The keys of a host.</summary>
internal interface IKeyStore
{
    /// <summary>Where the keys are.</summary>
    string Location { get; }

    /// <summary>Lists keys in the order of domain and selector, reading each only when it is asked for.</summary>
    /// <param name="domains">The domains wanted.</param>
    /// <param name="selectors">The selectors wanted.</param>
    /// <exception cref="InaccessibleException">The store can't be listed.</exception>
    IEnumerable<StoreEntry> List(Func<DomainName, bool> domains, Func<Selector, bool> selectors);

    /// <summary>Lists the keys of one domain in the order of their selectors.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selectors">The selectors wanted.</param>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    IEnumerable<StoreEntry> ListDomain(DomainName domain, Func<Selector, bool> selectors);

    /// <summary>The domains that have a folder, without a look into it.</summary>
    /// <exception cref="InaccessibleException">The store can't be listed.</exception>
    IEnumerable<DomainName> Domains();

    /// <summary>The selectors under which a domain has keys, without a look into them.</summary>
    /// <param name="domain">The domain.</param>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    IReadOnlyList<Selector> SelectorsOf(DomainName domain);

    /// <summary>Reads one key.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <returns>The key, or null where there is none.</returns>
    /// <exception cref="DkimException">There is one, and it can't be read.</exception>
    StoredKey? Find(RecordName name);

    /// <summary>Where a key is or would be.</summary>
    /// <param name="name">Domain and selector.</param>
    string PathOf(RecordName name);

    /// <summary>Refuses where a key could not be put, before any work is done; changes nothing.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="replace">Whether a key of this name is to be replaced.</param>
    /// <exception cref="AlreadyExistsException">The name is taken.</exception>
    /// <exception cref="InUseException">A signer's table names the file of the key to be replaced.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    void CheckPut(RecordName name, bool replace);

    /// <summary>Refuses where the files of a domain could not be changed, before any work is done; changes nothing.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <exception cref="InUseException">The domain's folder is a link.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    void CheckChange(RecordName name);

    /// <summary>Refuses where a key could not be removed, before any work is done; changes nothing.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <returns>Where the key can still be read afterwards.</returns>
    /// <exception cref="InUseException">A signer's table names the key's file, or the domain's folder is a link.</exception>
    /// <exception cref="InaccessibleException">The store can't be written.</exception>
    IReadOnlyList<DkimFinding> CheckRemove(RecordName name);

    /// <summary>Puts a key into the store; one that is replaced is kept aside.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="key">The key.</param>
    /// <param name="placement">How.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="AlreadyExistsException">The name is taken.</exception>
    /// <exception cref="InUseException">A signer's table names the file of the key to be replaced.</exception>
    /// <exception cref="InaccessibleException">It can't be written; nothing is lost or half written.</exception>
    Task<StoredKey> PutAsync(
        RecordName name, PrivateKey key, KeyPlacement placement, IProgressLog log, CancellationToken cancellation);

    /// <summary>Clears what a crash left of a domain, and remakes what is derived from a key.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="DkimException">The key can't be read, or the folder not written.</exception>
    Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation);

    /// <summary>Takes a key out of the store.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="permanently">Whether nothing of it is kept aside.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="InUseException">A signer's table names the key's file.</exception>
    /// <exception cref="InaccessibleException">It can't be removed.</exception>
    Task RemoveAsync(RecordName name, bool permanently, IProgressLog log, CancellationToken cancellation);
}
