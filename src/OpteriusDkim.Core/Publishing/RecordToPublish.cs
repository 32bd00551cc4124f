namespace OpteriusDkim;

/// <summary>A key's record on its way into DNS, or out of it.</summary>
/// <param name="Name">Where it lives.</param>
/// <param name="Key">The key it publishes; with a tombstone the key that it revokes.</param>
/// <param name="Ttl">Its time to live, in seconds.</param>
public sealed record RecordToPublish(RecordName Name, DkimPublicKey Key, int Ttl)
{
    /// <summary>Whether the record says that the key is revoked, by an empty <c>p=</c> (RFC 6376 3.6.1).</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Whether the record says <c>t=y</c>: the domain only tests DKIM.</summary>
    public bool Testing { get; init; }

    /// <summary>The text of the record.</summary>
    public string Text => IsTombstone ? DkimDnsRecord.TombstoneTextOf(Key.Algorithm) : DkimDnsRecord.TextOf(Key, Testing);

    /// <summary>The character-strings of the record, at most 255 octets each.</summary>
    public IReadOnlyList<string> Strings => CharacterStrings.Split(Text);

    /// <summary>The same for a key of the store.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ttl">Time to live, in seconds.</param>
    public static RecordToPublish For(StoredKey key, int ttl) => new(key.RecordName, key.PublicKey, ttl);
}
