using System.Buffers;

namespace OpteriusDkim.Records.Text;

/// <summary>Recognizes private keys in base64, with any characters before and between their symbols.</summary>
internal static class EncodedPrivateKey
{
    // The length at which half an Ed25519 key in PKCS#8 is recognized.
    private const int Shortest = 20;

    private const int Group = 4;

    // Seed and public key of Ed25519, as Rspamd writes them.
    private const int Ed25519Pair = 88;

    private static readonly byte[] Version = [Asn1Reader.Integer, 1];

    // Bytes that only private keys have, so that the beginning can be missing or damaged.
    private static readonly byte[][] Marks =
    [
        // PKCS#5 and PKCS#12 (1.2.840.113549.1.5, .12): the algorithms that encrypt private keys.
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05],
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C],

        // The usual exponent of RSA and the private one after it; Ed25519 and its seed.
        [Asn1Reader.Integer, 3, 1, 0, 1, Asn1Reader.Integer],
        [0x2B, 0x65, 0x70, Asn1Reader.OctetString, 0x22, Asn1Reader.OctetString, 0x20],
        [.. "openssh-key-v1"u8],
        [.. "PRIVATE KEY"u8],
    ];

    private static readonly SearchValues<char> Symbols =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>
    /// Whether a text contains the beginning of a private key: PKCS#1, PKCS#8 (plain or encrypted), SEC 1, OpenSSH, or a whole PEM file.
    /// </summary>
    /// <param name="text">Base64 or base64url, with other characters anywhere.</param>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        if (text.Length < Shortest)
        {
            return false;
        }

        var symbols = ArrayPool<char>.Shared.Rent(text.Length + (2 * Group));
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length + (2 * Group));
        try
        {
            var count = SymbolsOf(text, symbols.AsSpan(Group));
            var found = HasHeader(symbols.AsSpan(Group, count));
            symbols.AsSpan(0, Group).Fill('A');
            symbols.AsSpan(Group + count, Group).Fill('A');

            // A damaged or lost header shifts the groups of four symbols.
            for (var start = 0; start < Group && !found; start++)
            {
                var groups = symbols.AsSpan(start, (count / Group * Group) + Group);
                found = Convert.TryFromBase64Chars(groups, bytes, out var length) && BeginsIn(bytes.AsSpan(0, length));
            }

            return found;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(symbols, clearArray: true);
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    /// <summary>Whether p= is the seed and the public key of Ed25519, concatenated.</summary>
    /// <param name="data">The value of p=.</param>
    public static bool IsEd25519Pair(string data)
    {
        Span<byte> bytes = stackalloc byte[Ed25519Pair];
        return data.Length == Ed25519Pair && data.EndsWith("==", StringComparison.Ordinal)
            && Convert.TryFromBase64String(data, bytes, out _) && bytes[0] != Asn1Reader.Sequence;
    }

    private static int SymbolsOf(ReadOnlySpan<char> text, Span<char> symbols)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var symbol = text[at] switch
            {
                '-' => '+',
                '_' => '/',
                '%' when text[at..].StartsWith("%2B", StringComparison.OrdinalIgnoreCase) => '+',
                '%' when text[at..].StartsWith("%2F", StringComparison.OrdinalIgnoreCase) => '/',
                var other => other,
            };
            at += text[at] == '%' && symbol != '%' ? 2 : 0;
            if (Symbols.Contains(symbol))
            {
                symbols[count++] = symbol;
            }
        }

        return count;
    }

    /// <summary>Whether there is a PEM header: keys with legacy encryption have no recognizable DER.</summary>
    private static bool HasHeader(ReadOnlySpan<char> symbols)
    {
        var header = Math.Max(symbols.IndexOf("PRIVATEKEY"), symbols.IndexOf("DEK+Info"));
        return header >= 0 && symbols.Length - header > 2 * Shortest;
    }

    private static bool BeginsIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var mark in Marks)
        {
            if (bytes.IndexOf(mark) >= 0)
            {
                return true;
            }
        }

        for (var at = 0; bytes[at..].IndexOf(Version) is >= 0 and var next; at += next + 1)
        {
            if (IsVersionOfKey(bytes[(at + next + Version.Length)..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a version is followed by a modulus (PKCS#1), by an algorithm and a key (PKCS#8), or by a key (SEC 1).</summary>
    private static bool IsVersionOfKey(ReadOnlySpan<byte> version) => version switch
    {
        // RSA of 512, 1024 and more bits.
        [0, Asn1Reader.Integer, 0x41 or 0x81 or 0x82, ..] => true,
        [0 or 1, Asn1Reader.Sequence, var length and < 0x80, 0x06, .. var rest] =>
            rest.Length < length || rest[length - 1] == Asn1Reader.OctetString,

        // P-256, P-384, P-521.
        [1, Asn1Reader.OctetString, 0x20 or 0x30 or 0x42, ..] => true,
        _ => false,
    };
}
