using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class PrivateKeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeEd25519 ed25519 = new();

    public static TheoryData<string> RsaForms => [.. KeyForms.OfRsa.Keys];

    public static TheoryData<string> Ed25519Forms => [.. KeyForms.OfEd25519.Keys];

    public static TheoryData<string> BrokenForms => [.. KeyForms.Broken.Keys];

    [Theory]
    [MemberData(nameof(RsaForms))]
    public void An_RSA_key_is_read_in_every_form(string form) =>
        RequireKey(KeyForms.OfRsa[form](), SampleKey.Rsa.PublicKey);

    [Theory]
    [MemberData(nameof(Ed25519Forms))]
    public void An_Ed25519_key_is_read_in_every_form(string form) =>
        RequireKey(KeyForms.OfEd25519[form](), SampleKey.Ed25519);

    [Theory]
    [MemberData(nameof(BrokenForms))]
    public void Data_that_is_not_a_private_key_is_refused_and_the_message_identifies_it(string form)
    {
        var (problem, make) = KeyForms.Broken[form];
        var content = make();
        var path = folder.Write("mail.private", KeyForms.BytesOf(content));
        foreach (var exception in new[] { RefusalOfPublicHalf(path), RefusalOfWhole(path) })
        {
            Assert.Equal(nameof(FindingTable.KeyBroken), exception.Finding.Code);
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
            RequireNothingOf(content, exception);
        }
    }

    [Fact]
    public void Mismatched_key_halves_are_refused_where_the_whole_key_is_read()
    {
        var parameters = SampleKey.Rsa.Secrets;
        parameters.Modulus = SampleKey.OtherRsa.Secrets.Modulus;
        var path = folder.Write("mail.private", KeyForms.Pem("RSA PRIVATE KEY", RsaPrivateKeyDer.Encode(parameters)));
        Assert.Equal(SampleKey.OtherRsa.PublicKey, PrivateKeyFile.ReadPublicHalf(path, ed25519));
        RefusalOfWhole(path);
    }

    [Fact]
    public void A_file_that_is_missing_has_no_key()
    {
        Assert.Null(PrivateKeyFile.ReadPublicHalf(folder["nothing"], ed25519));
        Assert.Null(PrivateKeyFile.ReadWhole(folder["no/folder"], ed25519));
    }

    [Fact]
    public void A_folder_cannot_be_read()
    {
        var exception = Assert.Throws<InaccessibleException>(() => PrivateKeyFile.ReadPublicHalf(folder.Path, ed25519));
        Assert.Equal(nameof(FindingTable.KeyUnreadable), exception.Finding.Code);
    }

    [Fact]
    public void Random_bytes_are_refused() => Always.Holds(Any.Bytes, RequireKeyOrRefusal, times: 300);

    [Fact]
    public void Random_bytes_in_PEM_are_refused() => Always.Holds(
        Any.Bytes.Zip(Gen.Elements("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "\u0007"), (der, label) =>
            KeyForms.BytesOf($"-----BEGIN {label}-----\n{Convert.ToBase64String(der)}\n-----END {label}-----\n")),
        RequireKeyOrRefusal,
        times: 300);

    [Fact]
    public void A_damaged_key_is_read_or_refused() => Always.Holds(
        Gen.Elements("PRIVATE KEY", "RSA PRIVATE KEY").Zip(Gen.Choose(0, 1100).Zip(Gen.Choose(1, 255)), Damaged),
        RequireKeyOrRefusal,
        times: 400);

    public void Dispose() => folder.Dispose();

    private static byte[] Damaged(string label, (int At, int Change) damage)
    {
        byte[] der = label == "PRIVATE KEY" ? [.. SampleKey.Rsa.Pkcs8] : [.. SampleKey.Rsa.Pkcs1];
        der[damage.At % der.Length] ^= (byte)damage.Change;
        return KeyForms.BytesOf(KeyForms.Pem(label, der));
    }

    private void RequireKey(string content, DkimPublicKey expected)
    {
        var path = folder.Write("mail.private", KeyForms.BytesOf(content));
        Assert.Equal(expected, PrivateKeyFile.ReadPublicHalf(path, ed25519));
        using var whole = PrivateKeyFile.ReadWhole(path, ed25519);
        Assert.Equal(expected, whole?.PublicKey);
    }

    private void RequireKeyOrRefusal(byte[] content)
    {
        var path = folder.Write("mail.private", content);
        Assert.True(Record.Exception(() => PrivateKeyFile.ReadPublicHalf(path, ed25519)) is null or BrokenDataException);
        var exception = Record.Exception(() => PrivateKeyFile.ReadWhole(path, ed25519)?.Dispose());
        Assert.True(exception is null or BrokenDataException, exception?.ToString());
        Printable.Require(exception?.Message ?? "");
    }

    private BrokenDataException RefusalOfPublicHalf(string path) =>
        Assert.Throws<BrokenDataException>(() => PrivateKeyFile.ReadPublicHalf(path, ed25519));

    private BrokenDataException RefusalOfWhole(string path) =>
        Assert.Throws<BrokenDataException>(() => PrivateKeyFile.ReadWhole(path, ed25519));

    private static void RequireNothingOf(string content, BrokenDataException exception)
    {
        var told = exception + exception.Finding.Message + exception.Finding.Advice;
        foreach (var line in content.Split('\n').Where(line => line.Length >= 16 && !line.StartsWith('-')))
        {
            for (var at = 0; at + 16 <= line.Length; at += 8)
            {
                Assert.DoesNotContain(line.Substring(at, 16), told, StringComparison.Ordinal);
            }
        }
    }
}
