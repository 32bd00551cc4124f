using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

/// <summary>Keys generated once for all tests.</summary>
internal sealed class SampleKey
{
    private static readonly Lazy<SampleKey> FirstOf2048 = new(() => new SampleKey(2048));
    private static readonly Lazy<SampleKey> SecondOf2048 = new(() => new SampleKey(2048));
    private static readonly Lazy<SampleKey> OneOf512 = new(() => new SampleKey(512));
    private static readonly Lazy<SampleKey> OneOf1024 = new(() => new SampleKey(1024));
    private static readonly Lazy<SampleKey> OneOf3072 = new(() => new SampleKey(3072));
    private static readonly Lazy<SampleKey> OneOf4096 = new(() => new SampleKey(4096));

    private SampleKey(int bits)
    {
        using var rsa = RSA.Create(bits);
        Pkcs8 = rsa.ExportPkcs8PrivateKey();
        Pkcs1 = rsa.ExportRSAPrivateKey();
        BarePublicKey = rsa.ExportRSAPublicKey();
        SubjectPublicKeyInfo = rsa.ExportSubjectPublicKeyInfo();
        Pkcs8Pem = rsa.ExportPkcs8PrivateKeyPem() + "\n";
        Pkcs1Pem = rsa.ExportRSAPrivateKeyPem() + "\n";
        Secrets = rsa.ExportParameters(includePrivateParameters: true);
    }

    public static SampleKey Rsa => FirstOf2048.Value;

    public static SampleKey OtherRsa => SecondOf2048.Value;

    public static byte[] Seed => [.. Enumerable.Range(100, 32).Select(value => (byte)value)];

    public static DkimPublicKey Ed25519 { get; } = DkimPublicKey.FromEd25519(new FakeEd25519().DerivePublicKey(Seed));

    public byte[] Pkcs8 { get; }

    public byte[] Pkcs1 { get; }

    public byte[] BarePublicKey { get; }

    public byte[] SubjectPublicKeyInfo { get; }

    public string Pkcs8Pem { get; }

    public string Pkcs1Pem { get; }

    public RSAParameters Secrets { get; }

    public DkimPublicKey PublicKey => DkimPublicKey.FromSubjectPublicKeyInfo(SubjectPublicKeyInfo);

    public string RecordText => DkimDnsRecord.TextOf(PublicKey);

    public static SampleKey RsaOf(int bits) => bits switch
    {
        512 => OneOf512.Value,
        1024 => OneOf1024.Value,
        2048 => Rsa,
        3072 => OneOf3072.Value,
        4096 => OneOf4096.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(bits)),
    };

    /// <summary>The public half by its name in tables: <c>rsa2048</c>, <c>ed25519</c>.</summary>
    public static DkimPublicKey PublicKeyOf(string name) =>
        name == "ed25519" ? Ed25519 : RsaOf(int.Parse(name[3..], System.Globalization.CultureInfo.InvariantCulture)).PublicKey;

    /// <summary>The key as one in memory.</summary>
    public PrivateKey ToPrivateKey()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Pkcs8, out _);
        return PrivateKey.FromRsa(rsa);
    }

    /// <summary>A stored key with a public half.</summary>
    public static StoredKey Stored(DkimPublicKey key, RecordName? name = null) => new(
        name ?? SampleName.Mail, key, "/keys/example.com/mail.private", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
}
