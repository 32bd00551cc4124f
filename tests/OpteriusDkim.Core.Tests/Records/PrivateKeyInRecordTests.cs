using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Private keys that were published by mistake: no object contains them, however damaged their header is.</summary>
public sealed class PrivateKeyInRecordTests
{
    private static readonly (string Label, byte[] Der)[] Keys =
    [
        ("RSA PRIVATE KEY", SampleKey.Rsa.Pkcs1),
        ("RSA PRIVATE KEY", SampleKey.RsaOf(1024).Pkcs1),
        ("PRIVATE KEY", SampleKey.Rsa.Pkcs8),
        ("PRIVATE KEY", SampleKey.RsaOf(4096).Pkcs8),
        ("PRIVATE KEY", [.. PrivateKeyFile.Ed25519Prefix, .. SampleKey.Seed]),
        ("EC PRIVATE KEY", Elliptic(ECCurve.NamedCurves.nistP256, key => key.ExportECPrivateKey())),
        ("EC PRIVATE KEY", Elliptic(ECCurve.NamedCurves.nistP521, key => key.ExportECPrivateKey())),
        ("PRIVATE KEY", Elliptic(ECCurve.NamedCurves.nistP384, key => key.ExportPkcs8PrivateKey())),
        ("ENCRYPTED PRIVATE KEY", Encrypted()),
        ("OPENSSH PRIVATE KEY", [.. "openssh-key-v1\0"u8, .. SampleKey.Rsa.Pkcs1]),
    ];

    private static readonly string[] Separators = ["", "\n", "\r\n", " ", "\" \"", "\\n", "&#10;", "\t"];

    private static readonly string[] Places =
    [
        "v=DKIM1; k=rsa; p={0}",
        "v=DKIM1; p={0};",
        "p={0}; t=s",
        "v=DKIM1; k=ed25519; p={0}",
        "\"v=DKIM1; k=rsa; p={0}\"",
        "v=DKIM1; n={0}; p=" + "{1}",
        "v=DKIM1; k=rsa; p={1}; x={0}",
        "v=DKIM1; k=rsa; p={1}; p={0}",
        "{0}",
        "v=DKIM1\\; k=rsa\\; p={0}",
        "v=DKIM1; k=mldsa44; p={0}",
    ];

    private static Gen<(string Text, string Key)> Published =>
        from key in Gen.Elements(Keys)
        from separator in Gen.Elements(Separators)
        from place in Gen.Elements(Places)
        from dashes in Gen.Choose(0, 6)
        from removed in Gen.Choose(0, 24)
        from length in Gen.Choose(0, 24)
        from lost in Gen.Choose(0, 2)
        let dash = new string('-', dashes)
        let header = $"{dash}BEGIN {key.Label}{dash}"
        let damaged = header.Remove(Math.Min(removed, header.Length), Math.Min(length, header.Length - Math.Min(removed, header.Length)))
        let base64 = Convert.ToBase64String(key.Der)[lost..]
        let lines = string.Join(separator, [damaged, .. base64.Chunk(64).Select(line => new string(line)), $"{dash}END {key.Label}"])
        select (
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture, place, lines, SampleKey.OtherRsa.PublicKey.Base64),
            base64);

    [Fact]
    public void Nothing_of_a_private_key_with_a_damaged_header_is_on_a_record() => Always.Holds(
        Published,
        published => Check(published.Text, published.Key),
        times: 1500);

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=-----BEGIN RSA PRIVATE KY-----{0}-----END RSA PRIVATE KY-----")]
    [InlineData("v=DKIM1; k=rsa; p=BEGINRSAPRIVATEKEY{0}")]
    [InlineData("v=DKIM1; k=rsa; p=RIVATE KEY-----{0}")]
    [InlineData("v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----{0}-----END PUBLIC KEY-----")]
    [InlineData("v=DKIM1; k=rsa; p=-----{0}")]
    [InlineData("v=DKIM1; k=rsa; n=-----BEGIN RSA {0}; p={1}")]
    [InlineData("v=DKIM1; k=rsa; {0}")]
    public void A_private_key_is_reported_whatever_precedes_it(string form)
    {
        var key = Convert.ToBase64String(SampleKey.Rsa.Pkcs1);
        var text = form.Replace("{0}", key, StringComparison.Ordinal)
            .Replace("{1}", SampleKey.OtherRsa.PublicKey.Base64, StringComparison.Ordinal);
        Check(text, key);
        Assert.Contains(KeyRecordReader.Read(text).Findings, finding => finding.Code == nameof(FindingTable.PrivateKeyPublished));
    }

    [Fact]
    public void A_whole_file_in_base64_is_recognized()
    {
        var file = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(SampleKey.Rsa.Pkcs1Pem));
        Check($"v=DKIM1; p={file}", file);
    }

    [Fact]
    public void A_key_with_legacy_PEM_encryption_is_recognized_by_its_header()
    {
        var key = Convert.ToBase64String([.. Enumerable.Range(0, 400).Select(value => (byte)(value * 7))]);
        foreach (var header in (string[])
            ["BEGIN RSA PRIVATE KEY--\n", "-----BEGIN RSA PRIVATE KY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES\n\n"])
        {
            Check($"v=DKIM1; p={header}{key}", key);
        }
    }

    /// <summary>Public keys and certificates are not private keys, and are kept so that the finding can explain them.</summary>
    [Fact]
    public void Text_that_is_not_a_private_key_is_kept()
    {
        using var rsa = SampleRsa();
        var request = new CertificateRequest("CN=example.com", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            request.SubjectName,
            X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(1),
            [1]);
        foreach (var data in (byte[][])[certificate.RawData, request.CreateSigningRequest(), SampleKey.Rsa.BarePublicKey])
        {
            var text = $"v=DKIM1; k=rsa; p={Convert.ToBase64String(data)[..^4]}";
            Assert.Equal(text, KeyRecordReader.Read(text).Text);
        }

        Assert.Equal("n=the private key is in the safe", KeyRecordReader.Read("n=the private key is in the safe").Text);
    }

    private static RSA SampleRsa()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(SampleKey.Rsa.Pkcs8, out _);
        return rsa;
    }

    private static byte[] Elliptic(ECCurve curve, Func<ECDsa, byte[]> export)
    {
        using var key = ECDsa.Create(curve);
        return export(key);
    }

    private static byte[] Encrypted()
    {
        using var rsa = SampleRsa();
        return rsa.ExportEncryptedPkcs8PrivateKey(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10));
    }

    private static void Check(string text, string key)
    {
        var record = KeyRecordReader.Read(text);
        var shown = JsonSerializer.Serialize(record) + record;
        foreach (var piece in key.Chunk(16).Where(piece => piece.Length == 16).Select(piece => new string(piece)))
        {
            Assert.False(
                shown.Contains(JsonEncodedText.Encode(piece).ToString(), StringComparison.Ordinal)
                    || record.Text.Contains(piece, StringComparison.Ordinal),
                $"{piece} is shown for:\n{text}\nas:\n{record.Text}");
        }
    }
}
