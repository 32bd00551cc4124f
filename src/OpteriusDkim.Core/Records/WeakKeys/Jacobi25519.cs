using System.Numerics;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// The Jacobi symbol (a | p) of the field of Ed25519, by the binary algorithm. The steps of one digit are done on the first and
/// the last bits of both numbers, and then once on the numbers (Pornin, Optimized Binary GCD for Modular Inversion, 2020).
/// </summary>
internal struct Jacobi25519
{
    private const int Digits = Field25519.Digits;
    private const int DigitBits = Field25519.DigitBits;

    // The steps of a round need the exact last bits of both numbers, and after the last one those that decide the sign.
    private const int LastBits = DigitBits + 2;

    private const int Endless = 1 << 20;
    private const long Mask = (1L << DigitBits) - 1;

    // The result of a round: a * fromA + b * fromB for each, times 2^29.
    private (long OfA, long OfB) fromA;
    private (long OfA, long OfB) fromB;

    // The last bit is set if the symbol changes its sign.
    private long sign;

    /// <summary>1 for a square modulo p, -1 for others, 0 for 0.</summary>
    /// <param name="number">Digits without signs; replaced.</param>
    public static int SymbolOf(Span<long> number)
    {
        Span<long> prime = stackalloc long[Digits];
        prime.Fill(Mask);
        prime[0] -= 18;
        prime[^1] >>= 6;
        return new Jacobi25519().Reduce(number, prime);
    }

    private int Reduce(Span<long> a, Span<long> b)
    {
        while (a.Length > 2)
        {
            if ((a[^1] | b[^1]) == 0)
            {
                a = a[..^1];
                b = b[..^1];
                continue;
            }

            // The prime divides the number.
            if (!a.ContainsAnyExcept(0))
            {
                return 0;
            }

            Approximate(a, b, out var shortA, out var shortB);
            Step(ref shortA, ref shortB, DigitBits);
            Apply(a, b);
        }

        var (lastA, lastB) = (a[0] | (a[1] << DigitBits), b[0] | (b[1] << DigitBits));
        Step(ref lastA, ref lastB, Endless);
        return lastB == 1 ? 1 - (2 * (int)(sign & 1)) : 0;
    }

    /// <summary>The first 32 and the last 31 bits of both, the first ones at the same position.</summary>
    private static void Approximate(ReadOnlySpan<long> a, ReadOnlySpan<long> b, out long shortA, out long shortB)
    {
        var (first, firstB) = (First(a), First(b));
        var zeros = BitOperations.LeadingZeroCount(first | firstB);
        shortA = (long)(((first << zeros) >> 32) << LastBits) | Last(a);
        shortB = (long)(((firstB << zeros) >> 32) << LastBits) | Last(b);

        static ulong First(ReadOnlySpan<long> number) =>
            ((ulong)number[^1] << 35) | ((ulong)number[^2] << 6) | ((ulong)number[^3] >> (DigitBits - 6));

        static long Last(ReadOnlySpan<long> number) => (number[0] | (number[1] << DigitBits)) & ((1L << LastBits) - 1);
    }

    /// <summary>
    /// Halves a the given number of times, or until it is 0; b is odd. If a is odd, it becomes their difference, and b the smaller one.
    /// </summary>
    private void Step(ref long a, ref long b, int halvings)
    {
        (fromA, fromB) = ((1, 0), (0, 1));
        while (true)
        {
            // (2 | b) is -1 for 3 and 5 modulo 8.
            var zeros = Math.Min(BitOperations.TrailingZeroCount(a), halvings);
            a >>= zeros;
            sign ^= zeros & ((b >> 1) ^ (b >> 2));
            fromA.OfB <<= zeros;
            fromB.OfB <<= zeros;
            halvings -= zeros;
            if (halvings == 0 || a == 0)
            {
                return;
            }

            // (a | b) is -(b | a) where both are 3 modulo 4. All bits of the mask are set where a is smaller.
            var difference = a - b;
            var mask = difference >> 63;
            sign ^= mask & ((a & b) >> 1);
            b += difference & mask;
            a = (difference ^ mask) - mask;
            Subtract(ref fromA, mask);
            Subtract(ref fromB, mask);
        }
    }

    private static void Subtract(ref (long OfA, long OfB) factors, long mask)
    {
        var difference = factors.OfA - factors.OfB;
        factors.OfB += difference & mask;
        factors.OfA = (difference ^ mask) - mask;
    }

    /// <summary>
    /// Applies the steps to the whole numbers. One of them can become negative, if their first bits were equal.
    /// </summary>
    private void Apply(Span<long> a, Span<long> b)
    {
        var (carryA, carryB) = (0L, 0L);
        for (var at = 0; at < a.Length; at++)
        {
            var (digitA, digitB) = (a[at], b[at]);
            carryA += (digitA * fromA.OfA) + (digitB * fromB.OfA);
            carryB += (digitA * fromA.OfB) + (digitB * fromB.OfB);
            if (at > 0)
            {
                (a[at - 1], b[at - 1]) = (carryA & Mask, carryB & Mask);
            }

            carryA >>= DigitBits;
            carryB >>= DigitBits;
        }

        (a[^1], b[^1]) = (carryA, carryB);
        if (carryA < 0)
        {
            // (-1 | b) is -1 for 3 modulo 4.
            Negate(a);
            sign ^= b[0] >> 1;
        }

        if (carryB < 0)
        {
            Negate(b);
        }
    }

    private static void Negate(Span<long> number)
    {
        var carry = 0L;
        foreach (ref var digit in number)
        {
            carry -= digit;
            digit = carry & Mask;
            carry >>= DigitBits;
        }
    }
}
