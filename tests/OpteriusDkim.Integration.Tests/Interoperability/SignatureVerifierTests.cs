using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace OpteriusDkim;

/// <summary>The verdict on valid and broken signatures of each algorithm.</summary>
public sealed class SignatureVerifierTests
{
    private const string Apart = "doesn't match the message and the key";

    private static readonly RSA FirstRsa = RSA.Create(2048);
    private static readonly RSA SecondRsa = RSA.Create(2048);
    private static readonly byte[] FirstSeed = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
    private static readonly byte[] SecondSeed = [.. Enumerable.Range(2, 32).Select(value => (byte)value)];

    [Theory]
    [InlineData(DkimKeyAlgorithm.Rsa)]
    [InlineData(DkimKeyAlgorithm.Ed25519)]
    public void A_valid_signature_verifies_only_with_its_key(DkimKeyAlgorithm algorithm)
    {
        Assert.Null(Verify(SignedBy(algorithm), algorithm));
        Assert.Equal("the message has no such signature", Verify(SignedBy(algorithm), algorithm, signature: 1));
        Assert.Contains(Apart, Verify(SignedBy(algorithm), PublicHalf(algorithm, isFirst: false)), StringComparison.Ordinal);
        Assert.Contains(
            "its algorithm differs",
            Verify(SignedBy(algorithm), Enum.GetValues<DkimKeyAlgorithm>().Single(other => other != algorithm)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: a probe", "Subject: another", Apart)]
    [InlineData("the body", "another", Apart)]
    [InlineData("bh=", "bh=AAAA", Apart)]
    [InlineData("\tb=", "\tb=AAAA", "")]
    [InlineData("\tb=", "\tb=!", "")]
    [InlineData("bh=", "x=", "")]
    [InlineData("v=1;", "v=2;", "")]
    [InlineData("-sha256", "-sha512", "")]
    [InlineData("DKIM-Signature: v=1;", "DKIM-Signature: ;;=;", "")]
    [InlineData("DKIM-Signature", "Other", "no such signature")]
    [InlineData("From: ", "nonsense\u0000: ", "")]
    public void A_message_or_a_signature_that_was_changed_or_broken_does_not_verify(string was, string now, string problem)
    {
        foreach (var algorithm in Enum.GetValues<DkimKeyAlgorithm>())
        {
            var message = SignedBy(algorithm);
            Assert.Contains(was, message, StringComparison.Ordinal);
            Assert.Contains(problem, Verify(message.Replace(was, now, StringComparison.Ordinal), algorithm), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "End of stream")]
    [InlineData("\r\n", "no such signature")]
    [InlineData("no header\r\n\r\nthe body\r\n", "parse message headers")]
    [InlineData("From: sender@example.com\r\n\r\nthe body\r\n", "no such signature")]
    [InlineData("DKIM-Signature: v=1\r\n\r\n", "")]
    public void An_empty_or_unsigned_message_does_not_verify(string message, string problem) =>
        Assert.Contains(problem, Verify(message, DkimKeyAlgorithm.Rsa), StringComparison.Ordinal);

    [Fact]
    public void Noise_never_throws()
    {
        var random = new Random(1);
        var signed = Encoding.Latin1.GetBytes(SignedBy(DkimKeyAlgorithm.Ed25519));
        for (var round = 0; round < 2000; round++)
        {
            byte[] message = [.. signed];
            for (var changes = random.Next(1, 20); changes > 0; changes--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            _ = new MimeKitSignatureVerifier().ProblemOf(message, 0, PublicHalf(DkimKeyAlgorithm.Ed25519));
        }
    }

    private static string? Verify(string message, DkimKeyAlgorithm algorithm, int signature = 0) =>
        Verify(message, PublicHalf(algorithm), signature);

    private static string? Verify(string message, DkimPublicKey key, int signature = 0) =>
        new MimeKitSignatureVerifier().ProblemOf(Encoding.Latin1.GetBytes(message), signature, key);

    private static string SignedBy(DkimKeyAlgorithm algorithm)
    {
        using var message = new MimeMessage { Subject = "a probe", Body = new TextPart("plain") { Text = "the body\r\n" } };
        message.From.Add(new MailboxAddress("", "sender@example.com"));
        message.Prepare(EncodingConstraint.SevenBit);
        var isRsa = algorithm == DkimKeyAlgorithm.Rsa;
        AsymmetricKeyParameter key = isRsa
            ? PrivateKeyFactory.CreateKey(FirstRsa.ExportPkcs8PrivateKey())
            : new Ed25519PrivateKeyParameters(FirstSeed);
        new DkimSigner(key, "example.com", "mail", isRsa ? DkimSignatureAlgorithm.RsaSha256 : DkimSignatureAlgorithm.Ed25519Sha256)
            .Sign(message, [HeaderId.From, HeaderId.Subject]);
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var stream = new MemoryStream();
        message.WriteTo(options, stream);
        return Encoding.Latin1.GetString(stream.ToArray());
    }

    private static DkimPublicKey PublicHalf(DkimKeyAlgorithm algorithm, bool isFirst = true) => algorithm == DkimKeyAlgorithm.Rsa
        ? DkimPublicKey.FromSubjectPublicKeyInfo((isFirst ? FirstRsa : SecondRsa).ExportSubjectPublicKeyInfo())
        : DkimPublicKey.FromEd25519(new Ed25519PrivateKeyParameters(isFirst ? FirstSeed : SecondSeed).GeneratePublicKey().GetEncoded());
}
