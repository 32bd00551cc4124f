using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>Named key files, valid and invalid, as found in practice.</summary>
internal static class KeyForms
{
    private static readonly string SeedBase64 = Convert.ToBase64String(SampleKey.Seed);

    public static IReadOnlyDictionary<string, Func<string>> OfRsa { get; } = new Dictionary<string, Func<string>>
    {
        ["PKCS#8"] = () => SampleKey.Rsa.Pkcs8Pem,
        ["PKCS#1"] = () => SampleKey.Rsa.Pkcs1Pem,
        ["PKCS#8 with CRLF"] = () => SampleKey.Rsa.Pkcs8Pem.ReplaceLineEndings("\r\n"),
        ["PKCS#1 with CRLF"] = () => SampleKey.Rsa.Pkcs1Pem.ReplaceLineEndings("\r\n"),
        ["PKCS#8 without a last line end"] = () => SampleKey.Rsa.Pkcs8Pem.TrimEnd(),
        ["PKCS#1 after a comment"] = () => "; DKIM key mail for example.com\nBag Attributes: <none>\n" + SampleKey.Rsa.Pkcs1Pem,
        ["PKCS#8 after a comment in Latin-1"] = () => "# Schl\u00fcssel\n" + SampleKey.Rsa.Pkcs8Pem,
        ["PKCS#8 after a certificate"] = () => Pem("CERTIFICATE", SampleKey.Rsa.SubjectPublicKeyInfo) + SampleKey.Rsa.Pkcs8Pem,
        ["PKCS#1 after its public key"] = () => Pem("RSA PUBLIC KEY", SampleKey.Rsa.BarePublicKey) + SampleKey.Rsa.Pkcs1Pem,
        ["PKCS#8 labelled as PKCS#1"] = () => Pem("RSA PRIVATE KEY", SampleKey.Rsa.Pkcs8),
        ["PKCS#1 labelled as PKCS#8"] = () => Pem("PRIVATE KEY", SampleKey.Rsa.Pkcs1),
        ["PKCS#8 not encrypted, labelled as encrypted"] = () => Pem("ENCRYPTED PRIVATE KEY", SampleKey.Rsa.Pkcs8),
        ["PKCS#8 with CR"] = () => SampleKey.Rsa.Pkcs8Pem.Replace('\n', '\r'),
        ["PKCS#8 with BOM"] = () => "\u00EF\u00BB\u00BF" + SampleKey.Rsa.Pkcs8Pem,
        ["PKCS#8 with BOM and CRLF"] = () => "\u00EF\u00BB\u00BF" + SampleKey.Rsa.Pkcs8Pem.ReplaceLineEndings("\r\n"),
        ["PKCS#8 in UTF-16"] = () => "\u00FF\u00FE" + string.Concat(SampleKey.Rsa.Pkcs8Pem.Select(character => $"{character}\0")),
        ["PKCS#8 with text on its BEGIN line"] = () =>
            SampleKey.Rsa.Pkcs8Pem.Replace("KEY-----\nM", "KEY----- \nM", StringComparison.Ordinal),
        ["PEM on one line"] = () => SampleKey.Rsa.Pkcs8Pem.ReplaceLineEndings(" "),
        ["PKCS#8 with a header"] = () =>
            SampleKey.Rsa.Pkcs8Pem.Replace("KEY-----\nM", "KEY-----\nComment: a key\n\nM", StringComparison.Ordinal),
        ["DER of PKCS#8"] = () => Encoding.Latin1.GetString(SampleKey.Rsa.Pkcs8),
        ["DER of PKCS#1"] = () => Encoding.Latin1.GetString(SampleKey.Rsa.Pkcs1),
        ["base64 of PKCS#8"] = () => Convert.ToBase64String(SampleKey.Rsa.Pkcs8),
        ["base64 of PKCS#1 in lines"] = () => Convert.ToBase64String(SampleKey.Rsa.Pkcs1, Base64FormattingOptions.InsertLineBreaks) + "\n",
        ["PKCS#8 on one line"] = () =>
            $"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(SampleKey.Rsa.Pkcs8)}\n-----END PRIVATE KEY-----\n",
    };

    public static IReadOnlyDictionary<string, Func<string>> OfEd25519 { get; } = new Dictionary<string, Func<string>>
    {
        ["PKCS#8"] = () => Pem("PRIVATE KEY", [.. PrivateKeyFile.Ed25519Prefix, .. SampleKey.Seed]),
        ["PKCS#8 with CRLF"] = () => Pem("PRIVATE KEY", [.. PrivateKeyFile.Ed25519Prefix, .. SampleKey.Seed]).ReplaceLineEndings("\r\n"),
        ["base64 of the seed"] = () => SeedBase64,
        ["base64 of the seed with CRLF"] = () => SeedBase64 + "\r\n",
        ["base64 of seed and public key"] = () => Convert.ToBase64String([.. SampleKey.Seed, .. SampleKey.Ed25519.Bytes]) + "\n",
    };

    /// <summary>Invalid keys, and a part of the message for each.</summary>
    public static IReadOnlyDictionary<string, (string Problem, Func<string> Make)> Broken { get; } =
        new Dictionary<string, (string, Func<string>)>
    {
        ["nothing"] = ("it is empty", () => ""),
        ["white space"] = ("contains no key", () => " \r\n"),
        ["garbage"] = ("no PEM block", () => "v=DKIM1; k=rsa; p=AAAA\n"),
        ["base64 of 31 bytes"] = ("no PEM block", () => Convert.ToBase64String(SampleKey.Seed.AsSpan(1))),
        ["encrypted PKCS#8"] = ("encrypted", EncryptedPkcs8),
        ["encrypted PKCS#1"] = ("encrypted", () => SampleKey.Rsa.Pkcs1Pem.Replace(
            "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            StringComparison.Ordinal)),
        ["a public key"] = ("only a public key", () => Pem("PUBLIC KEY", SampleKey.Rsa.SubjectPublicKeyInfo)),
        ["a bare public key"] = ("only a public key", () => Pem("RSA PUBLIC KEY", SampleKey.Rsa.BarePublicKey)),
        ["a certificate"] = ("only a public key", () => Pem("CERTIFICATE", SampleKey.Rsa.SubjectPublicKeyInfo)),
        ["OpenSSH's form"] = ("OpenSSH", () => Pem("OPENSSH PRIVATE KEY", SampleKey.Seed)),
        ["an elliptic curve key as PKCS#8"] = ("neither RSA nor Ed25519", () => Elliptic(key => key.ExportPkcs8PrivateKeyPem())),
        ["an elliptic curve key"] = ("EC (ECDSA)", () => Elliptic(key => key.ExportECPrivateKeyPem())),
        ["PKCS#8 without its end"] = ("END line is missing", () => SampleKey.Rsa.Pkcs8Pem[..^40]),
        ["PKCS#8 cut inside"] = ("damaged", () => Pem("PRIVATE KEY", SampleKey.Rsa.Pkcs8.AsSpan(0, 600))),
        ["PKCS#1 cut inside"] = ("damaged", () => Pem("RSA PRIVATE KEY", SampleKey.Rsa.Pkcs1.AsSpan(0, 100))),
        ["PKCS#8 with nothing in it"] = ("damaged", () => "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"),
        ["Ed25519 of 31 bytes"] = ("damaged", () => Pem(
            "PRIVATE KEY",
            [0x30, 0x2D, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x21, 0x04, 0x1F, .. SampleKey.Seed.AsSpan(1)])),
        ["far too much"] = ("too many for a key", () => SampleKey.Rsa.Pkcs8Pem + new string('x', 64 * 1024)),
    };

    public static string Pem(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";

    /// <summary>The file's bytes: its characters as Latin-1.</summary>
    public static byte[] BytesOf(string text) => Encoding.Latin1.GetBytes(text);

    private static string EncryptedPkcs8()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(SampleKey.Rsa.Pkcs8, out _);
        return rsa.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10));
    }

    private static string Elliptic(Func<ECDsa, string> export)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return export(key);
    }
}
