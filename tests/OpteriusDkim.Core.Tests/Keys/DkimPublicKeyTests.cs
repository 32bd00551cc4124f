using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

public sealed class DkimPublicKeyTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void An_RSA_key_is_its_SubjectPublicKeyInfo(int bits)
    {
        var sample = SampleKey.RsaOf(bits);
        var key = DkimPublicKey.FromSubjectPublicKeyInfo(sample.SubjectPublicKeyInfo);
        Assert.Equal(DkimKeyAlgorithm.Rsa, key.Algorithm);
        Assert.Equal(bits, key.KeySize);
        Assert.Equal(sample.SubjectPublicKeyInfo, key.Bytes);
        Assert.Equal(Convert.ToBase64String(sample.SubjectPublicKeyInfo), key.Base64);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void A_bare_RSA_key_is_the_same_key(int bits)
    {
        var sample = SampleKey.RsaOf(bits);
        var key = FromBareKey(sample.BarePublicKey);
        Assert.Equal(sample.PublicKey, key);
        Assert.Equal(sample.PublicKey.GetHashCode(), key.GetHashCode());
        Assert.Equal(sample.SubjectPublicKeyInfo, key.Bytes);
    }

    [Fact]
    public void The_fingerprint_is_the_hash_of_the_bytes_without_padding()
    {
        var hash = Convert.ToBase64String(SHA256.HashData(SampleKey.Rsa.SubjectPublicKeyInfo)).TrimEnd('=');
        Assert.Equal("SHA256:" + hash, SampleKey.Rsa.PublicKey.Fingerprint);
        Assert.Equal($"RSA 2048, SHA256:{hash}", SampleKey.Rsa.PublicKey.ToString());
        Assert.StartsWith("Ed25519, SHA256:", SampleKey.Ed25519.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Different_keys_are_not_equal()
    {
        Assert.NotEqual(SampleKey.Rsa.PublicKey, SampleKey.OtherRsa.PublicKey);
        Assert.NotEqual(SampleKey.Rsa.PublicKey, SampleKey.Ed25519);
        Assert.False(SampleKey.Ed25519.Equals(null));
        Assert.False(SampleKey.Ed25519.Equals(SampleKey.Ed25519.Base64));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(31, false)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(44, false)]
    public void An_Ed25519_key_has_32_bytes(int length, bool taken)
    {
        var exception = Record.Exception(() => DkimPublicKey.FromEd25519(new byte[length]));
        Assert.Equal(!taken, exception is CryptographicException);
    }

    [Fact]
    public void A_key_of_another_algorithm_is_refused()
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var exception = Assert.Throws<CryptographicException>(
            () => DkimPublicKey.FromSubjectPublicKeyInfo(elliptic.ExportSubjectPublicKeyInfo()));
        Assert.Contains("instead of RSA", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_after_a_key_is_refused()
    {
        Assert.Throws<CryptographicException>(
            () => DkimPublicKey.FromSubjectPublicKeyInfo((byte[])[.. SampleKey.Rsa.SubjectPublicKeyInfo, 0]));
        Assert.Throws<CryptographicException>(() => FromBareKey((byte[])[.. SampleKey.Rsa.BarePublicKey, 0]));
    }

    [Fact]
    public void A_truncated_key_is_refused()
    {
        for (var length = 0; length < SampleKey.Rsa.SubjectPublicKeyInfo.Length; length++)
        {
            Assert.Throws<CryptographicException>(
                () => DkimPublicKey.FromSubjectPublicKeyInfo(SampleKey.Rsa.SubjectPublicKeyInfo.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData("rsa512", nameof(FindingTable.KeyTooShort))]
    [InlineData("rsa1024", nameof(FindingTable.KeyShort))]
    [InlineData("rsa2048", null)]
    [InlineData("rsa4096", null)]
    [InlineData("ed25519", null)]
    public void An_RSA_key_below_2048_bits_is_weak(string key, string? code) =>
        Assert.Equal(code, SampleKey.PublicKeyOf(key).Weakness()?.Code);

    // 1.2.840.113549.1.1.1 without the NULL that RFC 3279 2.3.1 demands.
    [Fact]
    public void A_key_without_its_algorithms_parameters_is_refused()
    {
        byte[] identifier = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x30, (byte)identifier.Length, .. identifier]);
            writer.WriteBitString(SampleKey.Rsa.BarePublicKey);
        }

        Assert.Throws<CryptographicException>(() => DkimPublicKey.FromSubjectPublicKeyInfo(writer.Encode()));
    }

    [Theory]
    [InlineData("3006020100020103")]
    [InlineData("30060201FF020103")]
    [InlineData("3006020105020181")]
    public void Numbers_that_are_not_positive_are_not_a_key(string der) =>
        Assert.Throws<CryptographicException>(() => FromBareKey(Convert.FromHexString(der)));

    [Theory]
    [InlineData("3006020101020103", 1)]
    [InlineData("300602017F020103", 7)]
    [InlineData("300702020080020103", 8)]
    [InlineData("300702020100020103", 9)]
    public void The_size_is_that_of_the_modulus_in_bits(string der, int bits) =>
        Assert.Equal(bits, FromBareKey(Convert.FromHexString(der)).KeySize);

    [Fact]
    public void Any_bytes_are_a_key_or_refused() => Always.Holds(Any.Bytes, bytes =>
    {
        IsKeyOrRefused(() => DkimPublicKey.FromSubjectPublicKeyInfo(bytes));
        IsKeyOrRefused(() => FromBareKey(bytes));
        IsKeyOrRefused(() => DkimPublicKey.FromEd25519(bytes));
    });

    private static DkimPublicKey FromBareKey(ReadOnlyMemory<byte> der) =>
        DkimPublicKey.TryReadRsaPublicKey(der.Span, out var key, out var problem) ? key : throw new CryptographicException(problem);

    private static void IsKeyOrRefused(Func<DkimPublicKey> read) =>
        Assert.True(Record.Exception(read) is null or CryptographicException);
}
