using System.Security.Cryptography;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Decodes base64 character by character. The content may be a key, so it is wiped.</summary>
/// <param name="capacity">The largest number of characters.</param>
internal sealed class Base64Symbols(int capacity)
{
    private readonly byte[] bytes = new byte[(capacity * 3 / 4) + 3];
    private uint bits;

    /// <summary>How many characters have been added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a character; false if it isn't in the alphabet.</summary>
    public bool TryAdd(byte character)
    {
        var value = ValueOf(character);
        if (value < 0)
        {
            return false;
        }

        bits = (bits << 6) | (uint)value;
        Count++;
        if (Count % 4 == 0)
        {
            var at = (Count / 4 * 3) - 3;
            bytes[at] = (byte)(bits >> 16);
            bytes[at + 1] = (byte)(bits >> 8);
            bytes[at + 2] = (byte)bits;
            bits = 0;
        }

        return true;
    }

    /// <summary>The decoded bytes, with the complete ones of a partial last group. Wipes the buffer.</summary>
    public byte[] ToBytes()
    {
        var length = Count / 4 * 3;
        var left = Count % 4;
        if (left >= 2)
        {
            var group = bits << (6 * (4 - left));
            bytes[length++] = (byte)(group >> 16);
            if (left == 3)
            {
                bytes[length++] = (byte)(group >> 8);
            }
        }

        var result = bytes.AsSpan(0, length).ToArray();
        Discard();
        return result;
    }

    /// <summary>Wipes the buffer.</summary>
    public void Discard()
    {
        CryptographicOperations.ZeroMemory(bytes);
        bits = 0;
    }

    private static int ValueOf(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
