using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Explains why a signer, or this module, can't use the content of a key file, and what to do.</summary>
internal static class KeyFileDiagnosis
{
    private const string Replace = KeyFileFault.ReplaceKey;
    private const string AfterConversion = "then give the new file the owner and mode of the old one and rename it.";

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    /// <summary>The first problem.</summary>
    /// <param name="content">The file's content.</param>
    public static KeyFileFault Of(ReadOnlySpan<byte> content, string path)
    {
        if (content.IsEmpty)
        {
            return new KeyFileFault("it is empty", Replace);
        }

        var text = KeyFileText.Normalize(content);
        try
        {
            var blocks = KeyFileBlocks.In(text);
            return OfEncoding(content, path)
                ?? (blocks.Count == 0 ? OfNoBlock(content, text, path) : OfBlocks(blocks, path))
                ?? OfLayout(text, blocks, path)
                ?? new KeyFileFault("its content is damaged", Replace);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The fault of a key of an algorithm that isn't used for DKIM.</summary>
    public static KeyFileFault OfAlgorithm(PrivateKeyFacts key) =>
        new($"its algorithm, {key.Name}, is neither RSA nor Ed25519, so DKIM can't use it", Replace);

    private static string Convert(string path) =>
        $"Convert it to plain PEM, which keeps the key: openssl pkey -in {Quoted(path)} -out {Quoted(path + ".new")}; {AfterConversion}";

    private static string Quoted(string path) => path.All(
        character => char.IsAsciiLetterOrDigit(character) || "/._-@+".Contains(character, StringComparison.Ordinal))
        ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static KeyFileFault? OfEncoding(ReadOnlySpan<byte> content, string path)
    {
        if (KeyFileText.IsUtf16(content))
        {
            return new KeyFileFault(
                "it is UTF-16 text",
                $"Convert it to ASCII: iconv -f UTF-16 -t ASCII {Quoted(path)} > {Quoted(path + ".new")}; {AfterConversion}");
        }

        return KeyFileText.HasUtf8Mark(content) ? new KeyFileFault("it begins with a UTF-8 byte order mark", Convert(path)) : null;
    }

    private static KeyFileFault? OfNoBlock(ReadOnlySpan<byte> content, ReadOnlySpan<byte> text, string path)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new KeyFileFault("it contains no key, only white space", Replace);
        }

        // DER may contain bytes that look like line ends, so the content isn't normalized.
        if (content[0] == Asn1Reader.Sequence && content.Length > 1 && content[1] >= 0x80)
        {
            return OfDer(content, path);
        }

        if (text.IndexOf("ENCRYPTED"u8) >= 0)
        {
            return new KeyFileFault("it is encrypted", RemovePassphrase(path));
        }

        if (text.StartsWith("PuTTY-User-Key-File"u8))
        {
            return new KeyFileFault("it is in PuTTY's own format", Replace);
        }

        if (KeyFileBlocks.Decode(text) is { } der && PrivateKeyDer.OfAny(der) is not null)
        {
            return new KeyFileFault(
                "it is base64 without BEGIN and END lines",
                $"Add these lines: base64 -d {Quoted(path)} | openssl pkey -inform DER -out {Quoted(path + ".new")}; {AfterConversion}");
        }

        return new KeyFileFault("it has no PEM block and is not a base64 key", Replace);
    }

    private static KeyFileFault OfDer(ReadOnlySpan<byte> content, string path)
    {
        if (PrivateKeyDer.IsEncrypted(content))
        {
            return new KeyFileFault(
                "it is encrypted",
                $"Remove the passphrase: openssl pkey -inform DER -in {Quoted(path)} -out {Quoted(path + ".new")}; {AfterConversion}");
        }

        return PrivateKeyDer.OfAny(content) is null
            ? new KeyFileFault("it is DER, but not a private key", Replace)
            : new KeyFileFault(
                "it is DER, not PEM",
                $"Convert it: openssl pkey -inform DER -in {Quoted(path)} -out {Quoted(path + ".new")}; {AfterConversion}");
    }

    private static string RemovePassphrase(string path) =>
        $"Remove the passphrase: openssl pkey -in {Quoted(path)} -out {Quoted(path + ".new")}; {AfterConversion}";

    private static KeyFileFault? OfBlocks(IReadOnlyList<KeyFileBlock> blocks, string path)
    {
        if (blocks.FirstOrDefault(block => block.IsPrivate) is not { } key)
        {
            return blocks[0].Label switch
            {
                "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" =>
                    new KeyFileFault("it contains a certificate request, not a private key", Replace),
                "CERTIFICATE" or "TRUSTED CERTIFICATE" or "X509 CERTIFICATE" =>
                    new KeyFileFault("it contains a certificate, which has only a public key", Replace),
                "PUBLIC KEY" or "RSA PUBLIC KEY" => new KeyFileFault("it contains only a public key", Replace),
                var label => new KeyFileFault($"it contains {PrintableText.Quote(label)}, not a private key", Replace),
            };
        }

        return key switch
        {
            { IsEncrypted: true } => new KeyFileFault("it is encrypted", RemovePassphrase(path)),
            { Label: "OPENSSH PRIVATE KEY" } => new KeyFileFault(
                "it is in OpenSSH's own format", $"Convert a copy of it: ssh-keygen -p -m PKCS8 -N '' -f {Quoted(path)}."),
            { Der: { } der }
                when PrivateKeyDer.OfAny(der) is { Kind: not (PrivateKeyKind.Rsa or PrivateKeyKind.RsaPss
                    or PrivateKeyKind.Ed25519) } other => OfAlgorithm(other),
            { Der: { } der } when PrivateKeyDer.OfAny(der) is null => new KeyFileFault("its content is damaged", Replace),
            _ => null,
        };
    }

    /// <summary>A key in a layout that OpenSSL doesn't read.</summary>
    private static KeyFileFault? OfLayout(ReadOnlySpan<byte> text, IReadOnlyList<KeyFileBlock> blocks, string path)
    {
        var key = blocks.First(block => block.IsPrivate);
        var begin = text.IndexOf(Begin);
        var line = LineAt(text, begin);
        if (key.Der is null)
        {
            return new KeyFileFault(
                text.IndexOf("-----END "u8) < 0
                    ? "its END line is missing: the file is truncated"
                    : "its content is damaged: it is not base64", Replace);
        }

        return begin switch
        {
            > 0 when text[..begin].Trim(" \t\r\n"u8).IsEmpty =>
                new KeyFileFault("an empty line or a space comes before the BEGIN line", Convert(path)),
            > 0 when !text.StartsWith("-----"u8) => new KeyFileFault("other text comes before the BEGIN line", Convert(path)),
            _ when line.IndexOf("-----END "u8) >= 0 => new KeyFileFault("the whole key is on one line", Rewrite(path)),
            _ when !line.EndsWith("-----"u8) => new KeyFileFault("the BEGIN line has more text after its dashes", Rewrite(path)),
            _ when text.IndexOf((byte)0) >= 0 => new KeyFileFault("it contains NUL bytes", Rewrite(path)),
            _ =>
                new KeyFileFault(
                    $"OpenSSL can't read its layout under {PrintableText.Quote(key.Label)} (empty lines, other text or the wrong label)",
                    Rewrite(path)),
        };
    }

    /// <summary>For layouts that this module reads, but OpenSSL doesn't.</summary>
    private static string Rewrite(string path) =>
        $"Import the key into the store, which writes it as plain PEM: Import-DkimKey -Path {Quoted(path)}. Then configure the signer to "
        + "use the stored file (Enable-DkimSigning).";

    private static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> text, int start)
    {
        var rest = start < 0 ? default : text[start..];
        var end = rest.IndexOf((byte)'\n');
        return (end < 0 ? rest : rest[..end]).TrimEnd(" \t\r"u8);
    }
}
