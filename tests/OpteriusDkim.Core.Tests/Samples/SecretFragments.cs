using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

/// <summary>Every form in which a part of a private key could occur in text or bytes.</summary>
internal sealed class SecretFragments
{
    private const int TextPiece = 16;
    private const int BytePiece = 8;

    private readonly string[] texts;
    private readonly byte[][] bytes;

    public SecretFragments(RSAParameters key)
    {
        byte[][] numbers = [key.D!, key.P!, key.Q!, key.DP!, key.DQ!, key.InverseQ!];
        texts = [.. numbers.SelectMany(TextsOf).SelectMany(text => Cut(text.AsMemory(), TextPiece).Select(piece => piece.ToString()))];
        bytes = [.. numbers.SelectMany(number => Cut<byte>(number, BytePiece).Select(piece => piece.ToArray()))];
    }

    public bool AreIn(string text) => texts.Any(piece => text.Contains(piece, StringComparison.OrdinalIgnoreCase));

    public bool AreIn(byte[] data) => bytes.Any(piece => data.AsSpan().IndexOf(piece) >= 0);

    /// <summary>In hexadecimal, and in base64 at each of the three alignments.</summary>
    private static IEnumerable<string> TextsOf(byte[] number)
    {
        yield return Convert.ToHexString(number);
        for (var shift = 0; shift < 3; shift++)
        {
            yield return Convert.ToBase64String([.. new byte[shift], .. number])[4..^4];
        }
    }

    private static IEnumerable<ReadOnlyMemory<T>> Cut<T>(ReadOnlyMemory<T> whole, int length)
    {
        for (var at = 0; at + length <= whole.Length; at += length / 2)
        {
            yield return whole.Slice(at, length);
        }
    }
}
