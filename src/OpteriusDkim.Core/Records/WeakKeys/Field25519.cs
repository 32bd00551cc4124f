using System.Runtime.InteropServices;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Numbers modulo p = 2^255 - 19, as nine digits to the base 2^29, the lowest first. Digits have a sign between two operations.
/// Times are not constant: these are public keys.
/// </summary>
internal static class Field25519
{
    /// <summary>The number of digits.</summary>
    public const int Digits = 9;

    /// <summary>The bits of a digit.</summary>
    public const int DigitBits = 29;

    private const long Mask = (1L << DigitBits) - 1;

    // Nine digits have 261 bits, and 2^261 is 64 * 19 modulo p.
    private const long Fold = 64 * 19;

    /// <summary>The number in 32 bytes, the lowest first.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, Span<long> digits)
    {
        Span<ulong> words = stackalloc ulong[(bytes.Length / sizeof(ulong)) + 1];
        words.Clear();
        bytes.CopyTo(MemoryMarshal.AsBytes(words));
        for (var at = 0; at < Digits; at++)
        {
            var (word, bit) = (at * DigitBits / 64, at * DigitBits % 64);
            digits[at] = (long)((words[word] >> bit) | ((words[word + 1] << 1) << (63 - bit))) & Mask;
        }
    }

    /// <summary>A product that is not negative, reduced to 261 bits; its digits have no sign.</summary>
    public static void Multiply(ReadOnlySpan<long> left, ReadOnlySpan<long> right, Span<long> product)
    {
        Span<long> sums = stackalloc long[2 * Digits];
        sums.Clear();
        for (var at = 0; at < Digits; at++)
        {
            var digit = left[at];
            var row = sums.Slice(at, Digits);
            for (var other = 0; other < row.Length; other++)
            {
                row[other] += digit * right[other];
            }
        }

        _ = Carry(sums);
        for (var at = 0; at < Digits; at++)
        {
            product[at] = sums[at] + (Fold * sums[at + Digits]);
        }

        for (var carry = Carry(product); carry != 0; carry = Carry(product))
        {
            product[0] += Fold * carry;
        }
    }

    private static long Carry(Span<long> digits)
    {
        var carry = 0L;
        foreach (ref var digit in digits)
        {
            carry += digit;
            digit = carry & Mask;
            carry >>= DigitBits;
        }

        return carry;
    }
}
