using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation.Revealing;

/// <summary>
/// Publishes the private halves of retired keys, so that old mail can be repudiated. Never a key that a signer or the store has, and
/// never while any server still has its record.
/// </summary>
/// <param name="settings">The settings of rotations.</param>
/// <param name="store">The keys in use.</param>
/// <param name="usage">Tells which key files signers name.</param>
/// <param name="dns">Reads records.</param>
/// <param name="ed25519">Derives public halves.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class KeyReveal(
    RotationSettings settings, IKeyStore store, IKeyUsage usage, IRotationDns dns, IEd25519 ed25519, TimeProvider clock)
{
    private readonly RotationHistory history = new(settings);
    private readonly Backups backups = new(settings.StateDirectory, clock);
    private readonly Lazy<HashSet<DkimPublicKey>> keysInUse = new(() => KeysInUse(store, usage, ed25519));

    /// <summary>The keys of a domain whose time has come.</summary>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public IReadOnlyList<RevealableKey> DueOf(DomainName domain)
    {
        var policy = settings.PolicyOf(domain);
        if (policy.Reveal is not { } reveal)
        {
            return [];
        }

        // Resolvers may still have the record for as long as its TTL.
        var wait = TimeSpan.FromTicks(Math.Max(reveal.Delay.Ticks, TimeSpan.FromSeconds(policy.Ttl).Ticks));
        return
        [
            .. history.RetiredKeysOf(domain)
                .Where(key => clock.GetUtcNow().UtcDateTime - key.RetiredAt >= wait)
                .Select(key => new RevealableKey(key, CopiesOf(key), reveal.Folder))
                .Where(key => key.Copies.Count > 0),
        ];
    }

    /// <summary>Publishes a key, and removes the copies that were kept for that.</summary>
    /// <returns>What was done, or why not.</returns>
    public async Task<DkimFinding> RevealAsync(RevealableKey key, IProgressLog log, CancellationToken cancellation)
    {
        try
        {
            if (await ObstacleAsync(key, cancellation).ConfigureAwait(false) is { } reason)
            {
                return FindingTable.KeyNotRevealed.With(("name", key.Name), ("reason", reason));
            }

            using var content = PrivateKeyFile.ReadWhole(key.Copies[0], ed25519);
            if (content is null)
            {
                return FindingTable.KeyNotRevealed.With(("name", key.Name), ("reason", $"{key.Copies[0]} is gone"));
            }

            await new RevealFolder(key.Folder, settings.StateDirectory).AddAsync(key, content, log, cancellation).ConfigureAwait(false);
            foreach (var copy in key.Copies)
            {
                Backups.Remove(copy);
            }

            return FindingTable.KeyRevealed.With(("name", key.Name), ("path", key.Path));
        }
        catch (DkimException exception)
        {
            return FindingTable.KeyNotRevealed.With(("name", key.Name), ("reason", exception.Finding.Message.TrimEnd('.')));
        }
    }

    /// <summary>Why a key can't be published now; null where it can.</summary>
    private async Task<string?> ObstacleAsync(RevealableKey key, CancellationToken cancellation)
    {
        // The selectors of a delegation are used again, for other keys.
        if (store.Find(key.Name) is null)
        {
            usage.RequireUnused(key.Name, store.PathOf(key.Name));
        }

        if (key.Copies.Select(usage.UseOf).OfType<KeyUse>().FirstOrDefault() is { } use)
        {
            return $"{use.Source} names a copy of it";
        }

        if (keysInUse.Value.Contains(key.Key.PublicKey))
        {
            return "the same key is still in the key store or in a file that a signer names";
        }

        var observation = await dns.ObserveAsync(key.Name, key.Key.PublicKey, cancellation).ConfigureAwait(false);
        var servers = observation.Servers.Where(server => !server.ProvesNothing).ToArray();
        var obstacles = servers.Select(server => server.State switch
        {
            RecordState.Right or RecordState.Broken => $"{server.Server} still has its record",
            RecordState.Silent => $"{server.Server} doesn't answer, and may still have its record",
            _ => null,
        });
        return servers.Length == 0 ? "no name server of the zone could be asked" : obstacles.FirstOrDefault(reason => reason is not null);
    }

    private string[] CopiesOf(RetiredKey key) =>
    [
        .. backups.CopiesOf(key.RecordName.Domain.Value, StoredKeyFiles.KeyFileOf(key.RecordName))
            .Where(path => key.PublicKey.Equals(PublicHalfOf(path, ed25519))),
    ];

    /// <summary>The public halves of all keys in the store, and of all files that signers name.</summary>
    private static HashSet<DkimPublicKey> KeysInUse(IKeyStore store, IKeyUsage usage, IEd25519 ed25519) =>
    [
        .. store.List(_ => true, _ => true).Select(PublicHalfOf).OfType<DkimPublicKey>(),
        .. usage.KeyFiles().Select(path => PublicHalfOf(path, ed25519)).OfType<DkimPublicKey>(),
    ];

    /// <summary>Null for a file that isn't a key.</summary>
    private static DkimPublicKey? PublicHalfOf(StoreEntry entry) => entry.Problem switch
    {
        null => entry.Key!.PublicKey,
        BrokenDataException => null,
        { } problem => throw problem,
    };

    private static DkimPublicKey? PublicHalfOf(string path, IEd25519 ed25519)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519);
        }
        catch (BrokenDataException)
        {
            return null;
        }
    }
}
