using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Finds the PEM blocks of a text wherever they are: after other text, on one line, with lines of any length.</summary>
internal static class KeyFileBlocks
{
    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <summary>Reads them.</summary>
    public static IReadOnlyList<KeyFileBlock> In(ReadOnlySpan<byte> text)
    {
        var blocks = new List<KeyFileBlock>();
        for (var begin = text.IndexOf(Begin); begin >= 0; begin = text.IndexOf(Begin))
        {
            text = text[(begin + Begin.Length)..];
            var labelEnd = text.IndexOf(Dashes);
            if (labelEnd < 0 || text[..labelEnd].Contains((byte)'\n'))
            {
                continue;
            }

            var label = Encoding.Latin1.GetString(text[..labelEnd]);
            text = text[(labelEnd + Dashes.Length)..];
            var end = text.IndexOf(End);
            if (end < 0)
            {
                blocks.Add(new KeyFileBlock(label, null, IsEncrypted: false));
                break;
            }

            blocks.Add(Block(label, text[..end]));
            text = text[(end + End.Length)..];
        }

        return blocks;
    }

    private static KeyFileBlock Block(string label, ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("ENCRYPTED"u8) >= 0)
        {
            return new KeyFileBlock(label, null, IsEncrypted: true);
        }

        var der = Decode(WithoutHeaders(body));
        return new KeyFileBlock(label, der, label == "ENCRYPTED PRIVATE KEY" && der is not null && PrivateKeyDer.IsEncrypted(der));
    }

    /// <summary>Headers are lines with a colon (RFC 1421).</summary>
    private static ReadOnlySpan<byte> WithoutHeaders(ReadOnlySpan<byte> body)
    {
        var colon = body.LastIndexOf((byte)':');
        var end = colon < 0 ? -1 : body[colon..].IndexOf((byte)'\n');
        return end < 0 ? body : body[(colon + end)..];
    }

    /// <summary>Base64 with white space anywhere, padding at its end or missing; null if it is anything else.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        // Nearly every file is well-formed, and the framework's decoder is much faster.
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var status = Base64.DecodeFromUtf8(text, bytes, out _, out var written);
        var result = status == OperationStatus.Done ? bytes[..written] : null;
        CryptographicOperations.ZeroMemory(bytes);
        return result ?? DecodeLeniently(text);
    }

    private static byte[]? DecodeLeniently(ReadOnlySpan<byte> text)
    {
        var symbols = new Base64Symbols(text.Length);
        var isPadded = false;
        foreach (var character in text)
        {
            if (character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'=')
            {
                isPadded |= character == '=';
            }
            else if (isPadded || !symbols.TryAdd(character))
            {
                symbols.Discard();
                return null;
            }
        }

        return symbols.ToBytes();
    }
}
