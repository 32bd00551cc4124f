using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation;

namespace OpteriusDkim.Reports;

/// <summary>The public half of a key in the public index.</summary>
/// <param name="Key">Its selector and its public half.</param>
/// <param name="InStore">Whether it is in the store.</param>
/// <param name="CreatedAt">When its file was written, in UTC.</param>
/// <param name="ActiveSince">Since when it signs, in UTC.</param>
internal sealed record IndexedKey(RotationKey Key, bool InStore, DateTime CreatedAt, DateTime ActiveSince)
{
    public static IndexedKey Of(StatusKey key) => new(
        RotationKey.Of(key.Selector, key.PublicKey), key.InStore, key.Key.CreatedAt, key.ActiveSince);

    /// <summary>The key without the path of its private half.</summary>
    public StatusKey ToKey(DomainName domain) => new(new StoredKey(Key.NameIn(domain), Key.Key, "", CreatedAt), InStore, ActiveSince);
}
