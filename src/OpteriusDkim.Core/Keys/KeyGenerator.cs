using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>Generates and stores keys.</summary>
internal sealed class KeyGenerator(IKeyStore store, IEd25519 ed25519)
{
    /// <summary>Generates a key and stores it.</summary>
    /// <param name="replace">Whether an existing key is backed up and replaced.</param>
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
