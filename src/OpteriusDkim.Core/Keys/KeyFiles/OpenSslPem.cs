using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>
/// Reads the PEM blocks of a text exactly as OpenSSL's PEM_read_bio(3) does; measured on OpenSSL 3.0 through OpenDKIM and Rspamd.
/// </summary>
/// <param name="content">The text.</param>
internal ref struct OpenSslPem(ReadOnlySpan<byte> content)
{
    // OpenSSL reads lines into a buffer of 255 bytes: a longer line arrives in pieces.
    private const int LongestPiece = 254;
    private const int LongestLineAfterHeader = 64;

    private ReadOnlySpan<byte> rest = content;

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <summary>Reads the next block; false if there is no further BEGIN line.</summary>
    public bool TryRead(out PemBlock block)
    {
        while (TryReadLine(out var line, out _))
        {
            if (line.StartsWith(Begin) && line.Length >= Begin.Length + Dashes.Length && line.EndsWith(Dashes))
            {
                block = ReadBody(Encoding.Latin1.GetString(line[Begin.Length..^Dashes.Length]));
                return true;
            }
        }

        block = new PemBlock("", "", null);
        return false;
    }

    private PemBlock ReadBody(string label)
    {
        using var text = new MemoryStream();
        string? header = null;
        var mustEnd = false;
        var isPiece = false;
        while (TryReadLine(out var line, out var isPartial))
        {
            var followsPiece = isPiece;
            isPiece = isPartial;
            if (line.IsEmpty)
            {
                if (!followsPiece && header is not null)
                {
                    return new PemBlock(label, header, null);
                }

                // The first empty line ends the header, even if the lines before it were the key.
                header = followsPiece ? header : TakeText(text);
                continue;
            }

            if (line.StartsWith(End))
            {
                return new PemBlock(label, header ?? "", Ends(line, label) ? Decode(text) : null);
            }

            if (mustEnd || (header is not null && line.Length > LongestLineAfterHeader))
            {
                return new PemBlock(label, header ?? "", null);
            }

            mustEnd = header is not null && line.Length < LongestLineAfterHeader;
            text.Write(line);
            text.WriteByte((byte)'\n');
        }

        Clear(text);
        return new PemBlock(label, header ?? "", null);
    }

    private static string TakeText(MemoryStream text)
    {
        var taken = Encoding.Latin1.GetString(text.GetBuffer(), 0, (int)text.Length);
        Clear(text);
        return taken;
    }

    private static bool Ends(ReadOnlySpan<byte> line, string label) =>
        line[End.Length..] is var end && end.EndsWith(Dashes) && Encoding.Latin1.GetString(end[..^Dashes.Length]) == label;

    private static byte[]? Decode(MemoryStream text)
    {
        var decoded = OpenSslBase64.Decode(text.GetBuffer().AsSpan(0, (int)text.Length));
        Clear(text);
        return decoded;
    }

    private static void Clear(MemoryStream text)
    {
        CryptographicOperations.ZeroMemory(text.GetBuffer());
        text.SetLength(0);
    }

    /// <summary>Reads a line, without control characters, spaces and bytes above 0x7F at its end.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line, out bool isPartial)
    {
        var end = rest.IndexOf((byte)'\n');
        var length = Math.Min(end < 0 ? rest.Length : end + 1, LongestPiece);
        line = rest[..length];
        isPartial = length == LongestPiece && line[^1] != '\n';
        rest = rest[length..];
        while (line is [.., <= (byte)' ' or >= 0x80])
        {
            line = line[..^1];
        }

        // OpenSSL passes lines on as C strings.
        line = line.IndexOf((byte)0) is >= 0 and var zero ? line[..zero] : line;
        return length > 0;
    }
}
