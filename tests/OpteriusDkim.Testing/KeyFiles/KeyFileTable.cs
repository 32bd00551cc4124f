using System.Text;

namespace OpteriusDkim;

/// <summary>
/// Key files as found in practice. The verdicts are from the daemons: OpenDKIM 2.11 through its milter socket, Rspamd 3.4 by
/// scanning.
/// </summary>
public static class KeyFileTable
{
    private const string Signed = "signed";
    private const string Later = "451";
    private const string Never = "550";
    private const string Unsigned = "unsigned";

    private static readonly string P8 = KeyFileSource.Pkcs8;
    private static readonly string P1 = KeyFileSource.Pkcs1;
    private static readonly byte[] D8 = KeyFileSource.Pkcs8Der;
    private static readonly byte[] D1 = KeyFileSource.Pkcs1Der;
    private static readonly int[] Small = [512, 768, 1016];
    private static readonly int[] Large = [1024, 1536, 3072];
    private static readonly int[] LineLengths = [1, 60, 65, 76, 253, 254, 255, 500, 100_000];
    private static readonly int Middle = P8.IndexOf('\n', 500) + 1;

    public static IReadOnlyList<KeyFileCase> All { get; } =
    [
        .. Containers(), .. Sizes(), .. OtherAlgorithms(), .. BeforeTheKey(), .. BlocksBefore(), .. BeginAndEnd(), .. LineEnds(),
        .. Widths(),
        .. Labels(), .. Damage(), .. Headers(), .. Base64Alone(), .. NoKey(), .. AfterTheKey(), .. Numbers(),
    ];

    private static KeyFileCase Case(string name, string openDkim, string rspamd, string content) =>
        new(name, openDkim, rspamd, KeyFileSource.Bytes(content));

    private static string First(string text, string old, string wanted) =>
        text.IndexOf(old, StringComparison.Ordinal) is var at && at < 0 ? text : text[..at] + wanted + text[(at + old.Length)..];

    private static IEnumerable<KeyFileCase> Containers() =>
    [
        Case("PKCS#8", Signed, Signed, P8),
        Case("PKCS#1", Signed, Signed, P1),
        new("DER of PKCS#8", Later, Signed, D8),
        new("DER of PKCS#1", Later, Signed, D1),
        Case("public key", Later, Unsigned, KeyFileSource.PublicKey),
        Case("bare public key", Later, Unsigned, KeyFileSource.BarePublicKey),
        Case("certificate", Later, Unsigned, KeyFileSource.Certificate),
        Case("certificate request", Later, Unsigned, KeyFileSource.CertificateRequest),
        Case("encrypted PKCS#8", Later, Unsigned, KeyFileSource.Encrypted),
        Case("encrypted PKCS#1", Later, Unsigned, KeyFileSource.EncryptedByHeader),
        Case("OpenSSH's format", Later, Unsigned, KeyFileSource.Pem("OPENSSH PRIVATE KEY", KeyFileSource.Seed)),
    ];

    private static IEnumerable<KeyFileCase> Sizes() =>
    [
        .. Small.Select(bits => Case($"RSA of {bits} bits", Never, Signed, KeyFileSource.Rsa(bits))),
        .. Large.Select(bits => Case($"RSA of {bits} bits", Signed, Signed, KeyFileSource.Rsa(bits))),
    ];

    private static IEnumerable<KeyFileCase> OtherAlgorithms() =>
    [
        Case("Ed25519", Later, Unsigned, KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.Ed25519Der)),
        new("DER of Ed25519", Later, Unsigned, KeyFileSource.Ed25519Der),
        Case("base64 of Ed25519 PKCS#8", Later, Unsigned, Convert.ToBase64String(KeyFileSource.Ed25519Der)),
        Case("base64 of a seed", Later, Signed, Convert.ToBase64String(KeyFileSource.Seed)),
        Case("base64 of seed and public key", Later, Signed, Convert.ToBase64String([.. KeyFileSource.Seed, .. KeyFileSource.Seed])),
        new("raw seed", Later, Signed, KeyFileSource.Seed),
        Case("X25519", Later, Unsigned, KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.X25519Der)),
        Case("EC", Later, Unsigned, KeyFileSource.Ec),
        Case("EC as PKCS#8", Later, Unsigned, KeyFileSource.Ec8),
    ];

    private static IEnumerable<KeyFileCase> BeforeTheKey() =>
    [
        Case("a comment before", Later, Unsigned, "# key of example.com\n" + P8),
        Case("text before", Later, Unsigned, "Private key:\n" + P8),
        Case("Bag Attributes before", Later, Unsigned, "Bag Attributes\n    localKeyID: 01 02\nKey Attributes: <No Attributes>\n" + P8),
        Case("an empty line before", Later, Unsigned, "\n" + P8),
        Case("a space before", Later, Unsigned, " " + P8),
        Case("a tab before", Later, Unsigned, "\t" + P8),
        Case("a line of dashes before", Signed, Unsigned, "-----\n" + P8),
        Case("a comment in dashes before", Signed, Unsigned, "----- my key -----\n" + P8),
        Case("BOM", Later, Unsigned, "\u00EF\u00BB\u00BF" + P8),
        new("UTF-16 with BOM", Later, Unsigned, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(P8)]),
        new("UTF-16 without BOM", Later, Unsigned, Encoding.Unicode.GetBytes(P8)),
        new("UTF-16, big end first", Later, Unsigned, Encoding.BigEndianUnicode.GetBytes(P8)),
        Case("a NUL before", Later, Unsigned, "\0" + P8),
        Case("a quote around", Later, Unsigned, $"\"{P8}\""),
        Case("indented", Later, Unsigned, string.Concat(P8.TrimEnd().Split('\n').Select(line => $"  {line}\n"))),
        Case("quoted as in mail", Later, Unsigned, string.Concat(P8.TrimEnd().Split('\n').Select(line => $"> {line}\n"))),
    ];

    private static IEnumerable<KeyFileCase> BlocksBefore() =>
    [
        Case("certificate before", Signed, Signed, KeyFileSource.Certificate + P8),
        Case("certificate before PKCS#1", Signed, Signed, KeyFileSource.Certificate + P1),
        Case("public key before", Signed, Signed, KeyFileSource.PublicKey + P8),
        Case("bare public key before", Signed, Signed, KeyFileSource.BarePublicKey + P1),
        Case("certificate request before", Signed, Signed, KeyFileSource.CertificateRequest + P8),
        Case("an unknown block before", Signed, Signed, KeyFileSource.Pem("FOO", [1, 2, 3]) + P8),
        Case("EC before", Later, Unsigned, KeyFileSource.Ec + P8),
        Case("Ed25519 before", Later, Unsigned, KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.Ed25519Der) + P8),
        Case("an encrypted key before", Later, Unsigned, KeyFileSource.Encrypted + P8),
        Case("certificate and text before", Signed, Signed, KeyFileSource.Certificate + "Bag Attributes\n  x: 1\n" + P8),
        Case(
            "a certificate without its end before",
            Later,
            Unsigned,
            KeyFileSource.Certificate.Replace("-----END CERTIFICATE-----\n", "", StringComparison.Ordinal) + P8),
    ];

    private static IEnumerable<KeyFileCase> BeginAndEnd() =>
    [
        Case("text after the BEGIN line's dashes", Later, Unsigned, First(P8, "KEY-----\n", "KEY----- x\n")),
        Case("spaces after the BEGIN line", Signed, Signed, First(P8, "KEY-----\n", "KEY-----  \n")),
        Case("the body on the BEGIN line", Later, Unsigned, First(P8, "-----\n", "-----")),
        Case("the whole PEM on one line", Later, Unsigned, P8.Replace("\n", "", StringComparison.Ordinal)),
        Case("the whole PEM on one line with spaces", Later, Unsigned, P8.Replace('\n', ' ').Trim() + "\n"),
        Case("escaped line ends", Later, Unsigned, P8.Replace("\n", "\\n", StringComparison.Ordinal)),
        Case("four dashes", Later, Unsigned, First(P8, "-----BEGIN PRIVATE KEY-----", "----BEGIN PRIVATE KEY----")),
        Case("six dashes", Later, Unsigned, First(P8, "-----BEGIN", "------BEGIN")),
        Case("text after the END line", Later, Unsigned, P8.TrimEnd() + " x\n"),
        Case("spaces after the END line", Signed, Signed, P8.TrimEnd() + "  \n"),
        Case("no END line", Later, Unsigned, P8.Replace("-----END PRIVATE KEY-----\n", "", StringComparison.Ordinal)),
        Case("END of another label", Later, Unsigned, P1.Replace("END RSA PRIVATE", "END PRIVATE", StringComparison.Ordinal)),
        Case("BEGIN line only", Later, Unsigned, "-----BEGIN PRIVATE KEY-----\n"),
        Case("nothing between BEGIN and END", Later, Unsigned, "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"),
        Case("no last line end", Signed, Signed, P8.TrimEnd()),
    ];

    private static IEnumerable<KeyFileCase> LineEnds() =>
    [
        Case("CRLF", Signed, Signed, P8.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Case("PKCS#1 with CRLF", Signed, Signed, P1.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Case("CR", Later, Unsigned, P8.Replace('\n', '\r')),
        Case("CRCRLF", Signed, Signed, P8.Replace("\n", "\r\r\n", StringComparison.Ordinal)),
        Case("LFCR", Later, Unsigned, P8.Replace("\n", "\n\r", StringComparison.Ordinal)),
        Case("BOM and CRLF", Later, Unsigned, "\u00EF\u00BB\u00BF" + P8.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Case("spaces at the ends of lines", Signed, Signed, P8.Replace("\n", " \n", StringComparison.Ordinal)),
        Case(
            "indented body",
            Signed,
            Signed,
            P8.Replace("\n", "\n ", StringComparison.Ordinal).Replace("\n -----END", "\n-----END", StringComparison.Ordinal).TrimEnd(' ')),
    ];

    private static IEnumerable<KeyFileCase> Widths() => LineLengths.SelectMany(width => new[]
    {
        Case($"PKCS#8 in lines of {width}", Signed, Signed, KeyFileSource.Pem("PRIVATE KEY", D8, width)),
        Case($"PKCS#1 in lines of {width}", Signed, Signed, KeyFileSource.Pem("RSA PRIVATE KEY", D1, width)),
    });

    private static IEnumerable<KeyFileCase> Labels() =>
    [
        Case("PKCS#8 under RSA PRIVATE KEY", Signed, Signed, KeyFileSource.Pem("RSA PRIVATE KEY", D8)),
        Case("PKCS#1 under PRIVATE KEY", Later, Unsigned, KeyFileSource.Pem("PRIVATE KEY", D1)),
        Case("PKCS#8 under ENCRYPTED PRIVATE KEY", Signed, Signed, KeyFileSource.Pem("ENCRYPTED PRIVATE KEY", D8)),
        Case("PKCS#8 under EC PRIVATE KEY", Later, Unsigned, KeyFileSource.Pem("EC PRIVATE KEY", D8)),
        Case("PKCS#8 under ANY PRIVATE KEY", Later, Unsigned, KeyFileSource.Pem("ANY PRIVATE KEY", D8)),
        Case("PKCS#8 under FOO PRIVATE KEY", Later, Unsigned, KeyFileSource.Pem("FOO PRIVATE KEY", D8)),
        Case("PKCS#8 under PUBLIC KEY", Later, Unsigned, KeyFileSource.Pem("PUBLIC KEY", D8)),
        Case("PKCS#8 under KEY", Later, Unsigned, KeyFileSource.Pem("KEY", D8)),
        Case("lower case label", Later, Unsigned, P8.Replace("PRIVATE KEY", "private key", StringComparison.Ordinal)),
        Case("two spaces in the label", Later, Unsigned, P8.Replace("PRIVATE KEY", "PRIVATE  KEY", StringComparison.Ordinal)),
        Case("Ed25519 under RSA PRIVATE KEY", Later, Unsigned, KeyFileSource.Pem("RSA PRIVATE KEY", KeyFileSource.Ed25519Der)),
    ];

    private static IEnumerable<KeyFileCase> Damage() =>
    [
        Case("a star in the base64", Later, Unsigned, P8[..400] + '*' + P8[401..]),
        Case("a padding in the base64", Later, Unsigned, P8[..400] + '=' + P8[401..]),
        Case("a character missing", Later, Unsigned, P8[..400] + P8[401..]),
        Case("a line missing", Later, Unsigned, P8[..Middle] + P8[(P8.IndexOf('\n', Middle) + 1)..]),
        Case("a space in the base64", Signed, Signed, P8[..400] + ' ' + P8[400..]),
        Case("an empty line in the base64", Later, Unsigned, P8[..Middle] + '\n' + P8[Middle..]),
        Case("an empty line after BEGIN", Signed, Signed, First(P8, "-----\n", "-----\n\n")),
        Case("an empty line before END", Later, Unsigned, P8.Replace("\n-----END", "\n\n-----END", StringComparison.Ordinal)),
        Case("a comment in the base64", Later, Unsigned, P8[..Middle] + "# x\n" + P8[Middle..]),
        Case("cut in half", Later, Unsigned, P8[..(P8.Length / 2)]),
        Case("cut in the END line", Later, Unsigned, P8[..^10]),
        Case("a NUL in the base64", Later, Unsigned, P8[..500] + '\0' + P8[500..]),
        Case("more bytes in the DER's end", Signed, Signed, KeyFileSource.Pem("PRIVATE KEY", [.. D8, 1, 2, 3])),
        Case("DER cut off", Later, Unsigned, KeyFileSource.Pem("PRIVATE KEY", D8.AsSpan(..^20))),
        Case(
            "PKCS#8 version 1",
            Signed,
            Signed,
            KeyFileSource.Pem("PRIVATE KEY", [.. D8.Select((value, index) => index == 6 ? (byte)1 : value)])),
    ];

    private static IEnumerable<KeyFileCase> Headers() =>
    [
        Case("a header", Later, Unsigned, First(P8, "-----\n", "-----\nComment: a key\n\n")),
        Case("a short header", Signed, Signed, First(P8, "-----\n", "-----\nC: x\n\n")),
        Case("a header without an empty line", Later, Unsigned, First(P8, "-----\n", "-----\nComment: a key\n")),
        Case("Proc-Type that isn't ENCRYPTED", Later, Unsigned, First(P1, "-----\n", "-----\nProc-Type: 4,CLEAR\n\n")),
    ];

    private static IEnumerable<KeyFileCase> Base64Alone()
    {
        var (body, other) = (KeyFileSource.Body(P1), KeyFileSource.Body(P8));
        return
        [
            Case("base64 of PKCS#1", Signed, Signed, body),
            Case("base64 of PKCS#8", Signed, Signed, other),
            Case("base64 on one line", Signed, Signed, body.Replace("\n", "", StringComparison.Ordinal)),
            Case("base64 with CRLF", Signed, Signed, body.Replace("\n", "\r\n", StringComparison.Ordinal)),
            Case("base64 with CR", Signed, Signed, body.Replace('\n', '\r')),
            Case("base64 after an empty line", Later, Signed, "\n" + body),
            Case("base64 after a space", Later, Signed, " " + body),
            Case("base64 after a BOM", Later, Unsigned, "\u00EF\u00BB\u00BF" + body),
            Case("base64 with a hyphen in it", Signed, Unsigned, body[..300] + '-' + body[300..]),
            Case("base64 with a character lost", Later, Unsigned, body[..300] + body[301..]),
            Case("base64 cut off", Later, Unsigned, body[..600]),
            Case("base64 without BEGIN alone, 768 bits", Never, Signed, KeyFileSource.Body(KeyFileSource.Rsa(768))),
            Case("base64 of an EC key", Later, Unsigned, KeyFileSource.Body(KeyFileSource.Ec)),
            Case("base64 of a public key", Later, Unsigned, KeyFileSource.Body(KeyFileSource.PublicKey)),
            Case("base64 of a certificate", Later, Unsigned, KeyFileSource.Body(KeyFileSource.Certificate)),
            Case("base64 of an encrypted key", Later, Unsigned, KeyFileSource.Body(KeyFileSource.Encrypted)),
        ];
    }

    private static IEnumerable<KeyFileCase> NoKey() =>
    [
        Case("empty", Later, Unsigned, ""),
        Case("a line end", Later, Unsigned, "\n"),
        Case("spaces", Later, Unsigned, "   \n"),
        Case("a word", Later, Unsigned, "hello\n"),
        Case("a record", Later, Unsigned, "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n"),
        new("binary", Later, Unsigned, [.. Enumerable.Range(1, 199).Select(value => (byte)value)]),
        new("zeros", Later, Unsigned, new byte[500]),
    ];

    private static IEnumerable<KeyFileCase> AfterTheKey() =>
    [
        Case("text after", Signed, Signed, P8 + "hello\n"),
        Case("certificate after", Signed, Signed, P8 + KeyFileSource.Certificate),
        Case("public key after", Signed, Signed, P8 + KeyFileSource.PublicKey),
        Case("EC after", Signed, Signed, P8 + KeyFileSource.Ec),
        Case("empty lines after", Signed, Signed, P8 + "\n\n"),
        Case("NULs after", Signed, Signed, P8 + "\0\0\0"),
        Case("more than 64 KiB after", Signed, Signed, P8 + new string('x', 70_000)),
        Case("64 KiB of certificates before", Later, Signed, string.Concat(Enumerable.Repeat(KeyFileSource.Certificate, 70)) + P8),
    ];

    private static IEnumerable<KeyFileCase> Numbers()
    {
        static byte[] Zero(byte[] number) => [0];
        static byte[] Next(byte[] number) => [.. number[..^1], (byte)(number[^1] ^ 2)];
        static byte[] Even(byte[] number) => [.. number[..^1], (byte)(number[^1] ^ 1)];
        return new (string Name, string OpenDkim, string Rspamd, byte[] Der)[]
        {
            ("d of 0", Signed, Signed, KeyFileSource.Numbers((3, Zero))),
            ("another d", Signed, Signed, KeyFileSource.Numbers((3, Next))),
            ("another dp", Signed, Signed, KeyFileSource.Numbers((6, Next))),
            ("another n", Signed, Signed, KeyFileSource.Numbers((1, Next))),
            ("another p", Signed, Signed, KeyFileSource.Numbers((4, Next))),
            ("n of 0", Never, Unsigned, KeyFileSource.Numbers((1, Zero))),
        }.Select(number => Case(number.Name, number.OpenDkim, number.Rspamd, KeyFileSource.Pem("RSA PRIVATE KEY", number.Der)))
            .Append(Case("an even n", Later, Unsigned, KeyFileSource.Pem("RSA PRIVATE KEY", KeyFileSource.Numbers((1, Even)))));
    }
}
