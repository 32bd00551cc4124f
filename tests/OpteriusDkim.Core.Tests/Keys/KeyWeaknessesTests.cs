using System.Numerics;

namespace OpteriusDkim.Tests;

/// <summary>Keys that are known to be weak, and strong ones.</summary>
public sealed class KeyWeaknessesTests
{
    private static readonly BigInteger Modulus = SampleKey.Rsa.PublicKey.Modulus;

    [Theory]
    [InlineData("0", "ExponentInvalid")]
    [InlineData("1", "ExponentInvalid")]
    [InlineData("2", "ExponentInvalid")]
    [InlineData("65536", "ExponentInvalid")]
    [InlineData("3", "ExponentSmall")]
    [InlineData("5", "ExponentSmall")]
    [InlineData("17", "")]
    [InlineData("65537", "")]
    [InlineData("4294967297", "ExponentLarge")]
    public void Exponents_are_checked(string exponent, string codes) =>
        Assert.Equal(codes, CodesOf(Modulus, BigInteger.Parse(exponent, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void An_exponent_that_is_not_below_the_modulus_is_invalid() => Assert.Equal("ExponentInvalid", CodesOf(Modulus, Modulus));

    [Fact]
    public void Even_moduli_and_those_with_small_factors_are_found()
    {
        Assert.Equal("ModulusEven", CodesOf(Modulus - 1, 65537));
        foreach (var prime in SmallPrimes.All)
        {
            Assert.Equal("ModulusFactored", CodesOf((Modulus / prime / 2 * 2 * prime) + prime, 65537));
        }
    }

    [Theory]
    [InlineData(
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631u"
        + "BItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
        "rsa",
        "ExampleKey")]
    [InlineData("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "ed25519", "ExampleKey")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ed25519", "Ed25519PointUnsafe")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ed25519", "Ed25519PointUnsafe")]
    [InlineData("7P///////////////////////////////////////38=", "ed25519", "Ed25519PointUnsafe")]
    [InlineData("JuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU=", "ed25519", "Ed25519PointUnsafe")]
    [InlineData("AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ed25519", "Ed25519PointUnsafe")]
    public void A_record_with_a_known_private_key_is_never_valid(string data, string type, string code)
    {
        var record = KeyRecordReader.Read($"v=DKIM1; k={type}; p={data}");
        Assert.False(record.IsValid);
        Assert.Contains(record.Findings, finding => finding.Code == code && finding.Severity == FindingSeverity.Error);
        Assert.Equal(code, record.Key!.Forgery()!.Code);
    }

    [Fact]
    public void Keys_that_share_a_prime_and_names_that_share_a_key_are_found()
    {
        var secret = new BigInteger(SampleKey.Rsa.Secrets.P, isUnsigned: true, isBigEndian: true);
        var other = new BigInteger(SampleKey.OtherRsa.Secrets.Q, isUnsigned: true, isBigEndian: true);
        var comparison = new KeyComparison();
        comparison.Add("a", SampleKey.Rsa.PublicKey);
        comparison.Add("b", KeyOf(secret * other, 65537));
        comparison.Add("c", SampleKey.RsaOf(3072).PublicKey);
        comparison.Add("d", SampleKey.RsaOf(3072).PublicKey);
        comparison.Add("d", SampleKey.RsaOf(3072).PublicKey);
        var equal = Assert.Single(comparison.EqualKeys());
        var sharing = Assert.Single(comparison.CommonFactors(TestContext.Current.CancellationToken));
        Assert.Equal(("KeyShared", "PrimeShared"), (equal.Code, sharing.Code));
        Assert.Contains("c, d", equal.Message, StringComparison.Ordinal);
        Assert.Contains("a, b", sharing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_compared_in_parts_are_reported_as_such()
    {
        var secret = new BigInteger(SampleKey.Rsa.Secrets.P, isUnsigned: true, isBigEndian: true);
        var other = new BigInteger(SampleKey.OtherRsa.Secrets.Q, isUnsigned: true, isBigEndian: true);
        var comparison = new KeyComparison(4096);
        comparison.Add("a", SampleKey.Rsa.PublicKey);
        comparison.Add("b", KeyOf(secret * other, 65537));
        comparison.Add("c", SampleKey.RsaOf(3072).PublicKey);
        var findings = comparison.CommonFactors(TestContext.Current.CancellationToken);
        Assert.Equal(["PrimeShared", "KeysComparedInParts"], findings.Select(finding => finding.Code));
        Assert.Contains(
            "3 RSA keys were compared for common primes in 2 parts of at most 2 keys", findings[1].Message, StringComparison.Ordinal);
    }

    private static string CodesOf(BigInteger modulus, BigInteger exponent) =>
        string.Join(' ', KeyWeaknesses.Of(KeyOf(modulus, exponent)).Select(finding => finding.Code));

    private static DkimPublicKey KeyOf(BigInteger modulus, BigInteger exponent) =>
        DkimPublicKey.FromRsa(modulus.ToByteArray(isBigEndian: true), exponent.ToByteArray(isBigEndian: true));
}
