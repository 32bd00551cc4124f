using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The key store as rotations use it.</summary>
internal sealed class RotationKeys(IKeyStore store, IEd25519 ed25519) : IRotationKeys
{
    private readonly KeyGenerator generator = new(store, ed25519);

    public IReadOnlyList<RotationKey> Of(DomainName domain) =>
    [
        .. store.ListDomain(domain, _ => true).Select(entry => entry.Key is { } key
            ? RotationKey.Of(key.Selector, key.PublicKey)
            : throw entry.Problem!),
    ];

    public Task GenerateAsync(RecordName name, KeyParameters parameters, IProgressLog log, CancellationToken cancellation) =>
        generator.GenerateAsync(name, parameters, replace: false, log, cancellation);

    public void CheckGenerate(RecordName name) => store.CheckPut(name, replace: false);

    public Task DeleteAsync(RecordName name, bool keepCopy, IProgressLog log, CancellationToken cancellation) =>
        store.RemoveAsync(name, permanently: !keepCopy, log, cancellation);

    public Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation) => store.TidyAsync(name, log, cancellation);
}
