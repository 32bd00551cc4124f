#pragma warning disable CA1819 // Key files are arrays; these are never changed.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpteriusDkim;

/// <summary>Keys in the forms used for key files, generated once per process.</summary>
public static class KeyFileSource
{
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly ECDsa Elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>PKCS#8 as PEM.</summary>
    public static string Pkcs8 { get; } = Key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>PKCS#1 as PEM.</summary>
    public static string Pkcs1 { get; } = Key.ExportRSAPrivateKeyPem() + "\n";

    /// <summary>PKCS#8 as DER.</summary>
    public static byte[] Pkcs8Der { get; } = Key.ExportPkcs8PrivateKey();

    /// <summary>PKCS#1 as DER.</summary>
    public static byte[] Pkcs1Der { get; } = Key.ExportRSAPrivateKey();

    /// <summary>The public half.</summary>
    public static string PublicKey { get; } = Key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>The public half as PKCS#1.</summary>
    public static string BarePublicKey { get; } = Key.ExportRSAPublicKeyPem() + "\n";

    /// <summary>A certificate of the key.</summary>
    public static string Certificate { get; } = Request().CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90))
        .ExportCertificatePem() + "\n";

    /// <summary>A certificate request.</summary>
    public static string CertificateRequest { get; } = Request().CreateSigningRequestPem() + "\n";

    /// <summary>The key, encrypted as PKCS#8.</summary>
    public static string Encrypted { get; } = Key.ExportEncryptedPkcs8PrivateKeyPem(
        "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";

    /// <summary>The key, encrypted as OpenSSL did before PKCS#8.</summary>
    public static string EncryptedByHeader { get; } = Pkcs1.Replace(
        "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
        StringComparison.Ordinal);

    /// <summary>A key of an elliptic curve.</summary>
    public static string Ec { get; } = Elliptic.ExportECPrivateKeyPem() + "\n";

    /// <summary>The same as PKCS#8.</summary>
    public static string Ec8 { get; } = Elliptic.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The seed of an Ed25519 key.</summary>
    public static byte[] Seed { get; } = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    /// <summary>An Ed25519 key as PKCS#8 (RFC 8410 7).</summary>
    public static byte[] Ed25519Der { get; } =
        [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. Seed];

    /// <summary>An X25519 key, which signs nothing.</summary>
    public static byte[] X25519Der { get; } = [.. Ed25519Der.Select((value, index) => index == 11 ? (byte)0x6E : value)];

    public static string Pem(string label, ReadOnlySpan<byte> der, int width = 64)
    {
        var text = Convert.ToBase64String(der);
        var lines = Enumerable.Range(0, (text.Length + width - 1) / width)
            .Select(line => text.Substring(line * width, Math.Min(width, text.Length - (line * width))));
        return $"-----BEGIN {label}-----\n{string.Join('\n', lines)}\n-----END {label}-----\n";
    }

    /// <summary>The text between the BEGIN and END lines.</summary>
    public static string Body(string pem) =>
        pem[(pem.IndexOf('\n', StringComparison.Ordinal) + 1)..pem.IndexOf("-----END", StringComparison.Ordinal)];

    /// <summary>An RSA key of a size, as PKCS#1.</summary>
    public static string Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        return key.ExportRSAPrivateKeyPem() + "\n";
    }

    /// <summary>An RSAPrivateKey with some of its numbers replaced: 0 version, 1 n, 2 e, 3 d, 4 p, 5 q, 6 dp, 7 dq, 8 inverse.</summary>
    public static byte[] Numbers(params (int Index, Func<byte[], byte[]> Change)[] changes)
    {
        var reader = new System.Formats.Asn1.AsnReader(Pkcs1Der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var numbers = new List<byte[]>();
        while (reader.HasData)
        {
            numbers.Add(reader.ReadIntegerBytes().ToArray());
        }

        foreach (var (index, change) in changes)
        {
            numbers[index] = change(numbers[index]);
        }

        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            numbers.ForEach(number => writer.WriteInteger(number));
        }

        return writer.Encode();
    }

    /// <summary>The bytes of a text of Latin-1.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static CertificateRequest Request() => new("CN=mail", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
