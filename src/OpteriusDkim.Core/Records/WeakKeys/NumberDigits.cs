using System.Numerics;
using System.Runtime.InteropServices;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Splits numbers into digits with few enough bits for the sums of a convolution.</summary>
/// <param name="Count">How many digits there are: a power of two.</param>
/// <param name="Bits">How many bits each has.</param>
internal readonly record struct NumberDigits(int Count, int Bits)
{
    private const int SumBits = 63;
    private const int WordBits = 64;

    /// <summary>The number of words of working space for <see cref="Write"/> and <see cref="Read"/>.</summary>
    public int Words => (int)((long)Count * Bits / WordBits) + 2;

    private ulong Mask => (1UL << Bits) - 1;

    /// <summary>The number of digits for a number of bits.</summary>
    public static NumberDigits For(long bits)
    {
        var log = 2;
        while ((1L << log) * ((SumBits - log) / 2) < bits)
        {
            log++;
        }

        return new NumberDigits(1 << log, (SumBits - log) / 2);
    }

    /// <summary>Splits a number into digits.</summary>
    public void Write(BigInteger number, Span<ulong> digits, Span<ulong> words)
    {
        _ = number.TryWriteBytes(MemoryMarshal.AsBytes(words), out var length, isUnsigned: true);
        MemoryMarshal.AsBytes(words)[length..].Clear();
        var used = (int)Math.Min(digits.Length, ((8L * length) + Bits - 1) / Bits);
        var position = 0L;
        for (var at = 0; at < used; at++, position += Bits)
        {
            var (word, bit) = ((int)(position / WordBits), (int)(position % WordBits));
            digits[at] = ((words[word] >> bit) | ((words[word + 1] << 1) << (WordBits - 1 - bit))) & Mask;
        }

        digits[used..].Clear();
    }

    /// <summary>Reads bits from a position of the number that results from a convolution's sums after carries.</summary>
    public BigInteger Read(ReadOnlySpan<ulong> sums, int from, int bits, Span<ulong> words)
    {
        words = words[..((bits / WordBits) + 1)];
        words.Clear();
        var carry = 0UL;
        var position = -(long)from;
        for (var at = 0; at < sums.Length && position < bits; at++, position += Bits)
        {
            carry += sums[at];
            if (position > -Bits)
            {
                Add(carry & Mask, position, words);
            }

            carry >>= Bits;
        }

        words[^1] &= (1UL << (bits % WordBits)) - 1;
        return new BigInteger(MemoryMarshal.AsBytes(words), isUnsigned: true);
    }

    /// <summary>Writes a digit at a position. Bits before the first word or after the last are discarded.</summary>
    private static void Add(ulong digit, long position, Span<ulong> words)
    {
        if (position < 0)
        {
            words[0] |= digit >> (int)-position;
            return;
        }

        var (word, bit) = ((int)(position / WordBits), (int)(position % WordBits));
        words[word] |= digit << bit;
        if (word + 1 < words.Length)
        {
            words[word + 1] |= (digit >> 1) >> (WordBits - 1 - bit);
        }
    }
}
