
namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Normalizes the text of a key file, of any encoding and line ends, to ASCII with LF.</summary>
internal static class KeyFileText
{
    private const int ShortestText = 32;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether the file begins with a UTF-8 byte order mark.</summary>
    public static bool HasUtf8Mark(ReadOnlySpan<byte> content) => content.StartsWith(Utf8Mark);

    /// <summary>Whether the file is UTF-16, with or without a byte order mark.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> content) =>
        content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        || (content.Length >= ShortestText && (content is [(byte)'-', 0, (byte)'-', 0, ..] or [0, (byte)'-', 0, (byte)'-', ..]));

    /// <summary>Whether its lines end with CR alone, which OpenSSL reads as one line.</summary>
    public static bool HasOldLineEnds(ReadOnlySpan<byte> content) => !content.Contains((byte)'\n') && content.Contains((byte)'\r');

    /// <summary>The text. The caller wipes it.</summary>
    public static byte[] Normalize(ReadOnlySpan<byte> content)
    {
        var unmarked = HasUtf8Mark(content) ? content[Utf8Mark.Length..] : content;
        var text = IsUtf16(content) ? WithoutZeros(content) : unmarked.ToArray();
        if (HasOldLineEnds(text))
        {
            text.AsSpan().Replace((byte)'\r', (byte)'\n');
        }

        return text;
    }

    private static byte[] WithoutZeros(ReadOnlySpan<byte> content)
    {
        var skipped = content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? 2 : 0;
        var text = new byte[(content.Length - skipped) / 2];
        var first = content[skipped..] is [0, ..] ? 1 : 0;
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = content[skipped + (2 * at) + first];
        }

        return text;
    }
}
