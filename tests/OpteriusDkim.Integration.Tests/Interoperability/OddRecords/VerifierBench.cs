using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace OpteriusDkim;

/// <summary>
/// Mail for each odd record, signed with its key under its own selector, and BIND, which publishes the
/// records unchanged.
/// </summary>
public sealed class VerifierBench : IDisposable
{
    /// <summary>The signing domain.</summary>
    public const string Domain = "judge.example";

    private const string IdentityPoint = "p=AQAAAAAAAAAA";

    private static readonly HeaderId[] Signed = [HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date];

    private readonly Sandbox sandbox = new();
    private readonly NameServer server;

    /// <summary>Signs the mail and starts the server.</summary>
    /// <param name="cases">The records of the table.</param>
    public VerifierBench(IReadOnlyList<OddRecord> cases)
    {
        Cases = cases;
        Texts = [.. cases.Select(odd => OddKeys.Expand(odd.Record))];
        Messages = [.. cases.Select((odd, number) => Sign(odd, number))];
        for (var number = 0; number < cases.Count; number++)
        {
            File.WriteAllBytes(PathOf(number), Messages[number]);
        }

        server = NameServer.Start(sandbox.In("named"), (Domain, string.Join('\n', Texts.Select(Line))));
    }

    /// <summary>The rows of the table.</summary>
    public IReadOnlyList<OddRecord> Cases { get; }

    /// <summary>The text of each record, as Latin-1.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The signed mail for each record.</summary>
    public IReadOnlyList<byte[]> Messages { get; }

    /// <summary>The server's port on 127.0.0.1.</summary>
    public int Port => server.Port;

    /// <summary>The file of a message.</summary>
    public string PathOf(int number) => sandbox.In(string.Create(CultureInfo.InvariantCulture, $"{number}.eml"));

    /// <summary>A path for a verifier's own files.</summary>
    public string In(params string[] parts) => sandbox.In(parts);

    /// <summary>The selector of a case.</summary>
    public static string SelectorOf(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    /// <summary>Stops the server and removes the mail.</summary>
    public void Dispose()
    {
        server.Dispose();
        sandbox.Dispose();
    }

    private static string Line(string text, int number)
    {
        var strings = text.Length == 0 ? [""] : text.Chunk(CharacterStrings.Longest).Select(part => new string(part));
        return $"{SelectorOf(number)}._domainkey IN TXT ( {string.Join(' ', strings.Select(Quote))} )";
    }

    /// <summary>Escapes everything except letters and digits as <c>\DDD</c>, so that any record reaches the server.</summary>
    private static string Quote(string text) => $"\"{string.Concat(text.Select(character =>
        char.IsAsciiLetterOrDigit(character) ? character.ToString() : string.Create(
            CultureInfo.InvariantCulture, $"\\{(int)character:000}")))}\"";

    private static byte[] Sign(OddRecord odd, int number)
    {
        using var message = new MimeMessage
        {
            Subject = odd.Name,
            Body = new TextPart("plain") { Text = "Assess this.\r\n" },
            Date = DateTimeOffset.UtcNow,
        };
        message.From.Add(new MailboxAddress("", $"sender@{Domain}"));
        message.To.Add(new MailboxAddress("", "receiver@receiver.example"));
        message.Prepare(EncodingConstraint.SevenBit);
        var bits = OddKeys.SignerOf(odd.Record);
        new DkimSigner(
            odd.Record.Contains("{forged", StringComparison.Ordinal) ? ForgersKey(bits!.Value) : KeyOf(bits),
            Domain,
            SelectorOf(number),
            bits is null ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        }.Sign(message, Signed);
        using var stream = new MemoryStream();
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(options, stream);
        return odd.Record.Contains(IdentityPoint, StringComparison.Ordinal) ? WithForgedSignature(stream.ToArray()) : stream.ToArray();
    }

    /// <summary>A forger's key: with the exponent 1 a signature is the padded hash itself.</summary>
    private static RsaKeyParameters ForgersKey(int bits) => new(
        isPrivate: true,
        new Org.BouncyCastle.Math.BigInteger(1, OddKeys.OfSize(bits).ExportParameters(includePrivateParameters: false).Modulus),
        Org.BouncyCastle.Math.BigInteger.One);

    /// <summary>The identity point and the scalar 0 sign every message for the identity point.</summary>
    private static byte[] WithForgedSignature(byte[] message)
    {
        var signature = new byte[64];
        signature[0] = 1;
        var text = Encoding.Latin1.GetString(message);
        var start = text.LastIndexOf(" b=", StringComparison.Ordinal);
        start = (start < 0 ? text.LastIndexOf("\tb=", StringComparison.Ordinal) : start) + 3;
        var end = text.IndexOf("==", start, StringComparison.Ordinal) + 2;
        return Encoding.Latin1.GetBytes(text[..start] + Convert.ToBase64String(signature) + text[end..]);
    }

    private static AsymmetricKeyParameter KeyOf(int? bits) => bits is { } size
        ? PrivateKeyFactory.CreateKey(OddKeys.OfSize(size).ExportPkcs8PrivateKey())
        : new Ed25519PrivateKeyParameters(OddKeys.Ed25519Seed.ToArray());
}
