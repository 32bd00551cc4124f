using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>Generates and stores keys.</summary>
/// <param name="throttle">Limits how many keys are generated at a time; null for as many as there are processors.</param>
internal sealed class KeyGenerator(IKeyStore store, IEd25519 ed25519, SemaphoreSlim? throttle = null)
{
    /// <summary>The number of keys that are worth storing at a time, which share flushes. Each needs up to seven open files.</summary>
    public static int MaxConcurrentWrites { get; } = Math.Clamp(Libc.MostOpenFiles() / 16, 2, 256);

    /// <summary>
    /// The processors. More generations at once take no less time in total, but occupy the thread pool that lookups need.
    /// </summary>
    private static readonly SemaphoreSlim Processors = new(Environment.ProcessorCount);

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

        using var key = await GenerateAsync(parameters, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        log.Report($"Generated a key for {name}: {key.PublicKey}.");
        return await store.PutAsync(name, key, new KeyPlacement(replace), log, cancellation).ConfigureAwait(false);
    }

    /// <summary>Generates a key. Its generation can't be interrupted, so a cancelled call abandons it and the key is wiped.</summary>
    private async Task<PrivateKey> GenerateAsync(KeyParameters parameters, CancellationToken cancellation)
    {
        var slots = throttle ?? Processors;
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        var generation = Task.Run(() => Generate(parameters), CancellationToken.None);
        try
        {
            return await generation.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = generation.ContinueWith(
                abandoned => abandoned.Result.Dispose(),
                CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
        finally
        {
            slots.Release();
        }
    }

    private PrivateKey Generate(KeyParameters parameters) => parameters.Algorithm == DkimKeyAlgorithm.Ed25519
        ? PrivateKey.GenerateEd25519(ed25519)
        : PrivateKey.GenerateRsa(parameters.KeySize);
}
