namespace OpteriusDkim;

/// <summary>A key of the store, as it is shown: all about it but the private key itself.</summary>
public sealed class DkimKey
{
    private DkimKey(StoredKey key, DkimDnsRecord record)
    {
        Domain = key.Domain.Value;
        Selector = key.Selector.Value;
        Algorithm = key.PublicKey.Algorithm;
        KeySize = key.PublicKey.KeySize;
        DnsName = key.RecordName.Value;
        PublicKey = key.PublicKey.Base64;
        Fingerprint = key.PublicKey.Fingerprint;
        PrivateKeyPath = key.Path;
        CreatedAt = key.CreatedAt;
        Record = record;
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>Rsa or Ed25519.</summary>
    public DkimKeyAlgorithm Algorithm { get; }

    /// <summary>Bits: those of the modulus, or 256 for Ed25519.</summary>
    public int KeySize { get; }

    /// <summary>Where the record lives: <c>selector._domainkey.domain</c>.</summary>
    public string DnsName { get; }

    /// <summary>The public key in base64 as in <c>p=</c>.</summary>
    public string PublicKey { get; }

    /// <summary><c>SHA256:</c> and the base64 of the hash over the decoded <c>p=</c>.</summary>
    public string Fingerprint { get; }

    /// <summary>The file that holds the private key.</summary>
    public string PrivateKeyPath { get; }

    /// <summary>When the file was written, in UTC.</summary>
    public DateTime CreatedAt { get; }

    /// <summary>The record to publish.</summary>
    public DkimDnsRecord Record { get; }

    /// <summary>Shows a key of the store.</summary>
    /// <param name="key">The key.</param>
    /// <param name="options">How its record is to be published.</param>
    public static DkimKey Of(StoredKey key, RecordOptions options) => new(key, DkimDnsRecord.For(key, options));

    /// <summary>The record's name.</summary>
    public override string ToString() => DnsName;
}
