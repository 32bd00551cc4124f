using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>Makes keys and puts them into a store.</summary>
/// <param name="store">The store.</param>
/// <param name="ed25519">Derives public halves.</param>
internal sealed class KeyGenerator(IKeyStore store, IEd25519 ed25519)
{
    /// <summary>Makes a key and stores it.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="parameters">What key.</param>
    /// <param name="replace">Whether a key of this name is replaced, and kept aside.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="DkimException">It can't be stored; nothing has changed.</exception>
    public async Task<StoredKey> GenerateAsync(
        RecordName name, KeyParameters parameters, bool replace, IProgressLog log, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            store.CheckPut(name, replace);
        }
        catch (AlreadyExistsException)
        {
            await store.TidyAsync(name, log, cancellation).ConfigureAwait(false);
            throw;
        }

        using var key = parameters.Algorithm == DkimKeyAlgorithm.Ed25519
            ? PrivateKey.GenerateEd25519(ed25519)
            : PrivateKey.GenerateRsa(parameters.KeySize);
        cancellation.ThrowIfCancellationRequested();
        log.Report($"Generated a key for {name}: {key.PublicKey}.");
        return await store.PutAsync(name, key, new KeyPlacement(replace), log, cancellation).ConfigureAwait(false);
    }
}
