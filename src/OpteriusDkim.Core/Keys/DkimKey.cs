using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>A stored or retired key, without its private half.</summary>
public sealed class DkimKey
{
    private DkimKey(RecordName name, DkimPublicKey key, RecordOptions options)
    {
        Domain = name.Domain.Value;
        Selector = name.Selector.Value;
        Algorithm = key.Algorithm;
        KeySize = key.KeySize;
        DnsName = name.Value;
        PublicKey = key.Base64;
        Fingerprint = key.Fingerprint;
        Record = DkimDnsRecord.For(name, key, options);
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>Rsa or Ed25519.</summary>
    public DkimKeyAlgorithm Algorithm { get; }

    /// <summary>Bits: those of the modulus, or 256 for Ed25519.</summary>
    public int KeySize { get; }

    /// <summary>The record's name: <c>selector._domainkey.domain</c>.</summary>
    public string DnsName { get; }

    /// <summary>The public key in base64 as in <c>p=</c>.</summary>
    public string PublicKey { get; }

    /// <summary><c>SHA256:</c> and the base64 of the hash over the decoded <c>p=</c>.</summary>
    public string Fingerprint { get; }

    /// <summary>The file that holds the private key; null for a retired key, whose private half is deleted.</summary>
    public string? PrivateKeyPath { get; private init; }

    /// <summary>
    /// When the file was written, in UTC. For a retired key: when the rotation that made it began, or null if no rotation made it.
    /// </summary>
    public DateTime? CreatedAt { get; private init; }

    /// <summary>When rotation retired it, in UTC; null for an active key.</summary>
    public DateTime? RetiredAt { get; private init; }

    /// <summary>The record to publish, or the one that a retired key had.</summary>
    public DkimDnsRecord Record { get; }

    /// <summary>Shows a key of the store.</summary>
    /// <param name="options">How its record is to be published.</param>
    internal static DkimKey Of(StoredKey key, RecordOptions options) => new(key.RecordName, key.PublicKey, options)
    {
        PrivateKeyPath = key.Path,
        CreatedAt = key.CreatedAt,
    };

    /// <summary>Shows a retired key.</summary>
    /// <param name="options">How its record was to be published.</param>
    internal static DkimKey Of(RetiredKey key, RecordOptions options) => new(key.RecordName, key.PublicKey, options)
    {
        CreatedAt = key.CreatedAt,
        RetiredAt = key.RetiredAt,
    };

    /// <summary>The record's name.</summary>
    public override string ToString() => DnsName;
}
