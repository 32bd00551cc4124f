using System.Numerics;
using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>
/// Fermat's method of factoring: it finds primes that are close to each other (CVE-2022-26320; Boeck, Fermat factorization in the wild, 2023).
/// </summary>
internal static class FermatFactors
{
    private const int Rounds = 100;

    // What squares are modulo the factors of these is cheap to look up: one other number in 40,000 passes all.
    private const uint FirstModulus = 63 * 65 * 187 * 437;
    private const uint SecondModulus = 29 * 31 * 37 * 41 * 43;

    private static readonly bool[] SquaresOf64 = SquaresModulo(64);
    private static readonly (uint Modulus, bool[] Squares)[] FirstTests = [.. new[] { 63, 65, 187, 437 }.Select(TestOf)];
    private static readonly (uint Modulus, bool[] Squares)[] SecondTests = [.. new[] { 29, 31, 37, 41, 43 }.Select(TestOf)];

    /// <summary>Whether an odd number is factored by a hundred rounds.</summary>
    /// <param name="number">The number's words, the lowest first.</param>
    public static bool In(ReadOnlySpan<ulong> number)
    {
        Span<uint> rest = stackalloc uint[2 * number.Length];
        MemoryMarshal.Cast<ulong, uint>(number).CopyTo(rest);
        Span<uint> root = stackalloc uint[number.Length];
        var shift = BitOperations.LeadingZeroCount(number[^1]) & ~1;
        if (shift == 0)
        {
            LongRoot.Take(rest, root);
        }
        else
        {
            TakeShifted(new BigInteger(MemoryMarshal.AsBytes(number), isUnsigned: true), shift, rest, root);
        }

        return !rest.ContainsAnyExcept(0U) || AnyRound(root, rest[..(number.Length + 1)]);
    }

    /// <summary>The root of a number whose first bits are not set.</summary>
    private static void TakeShifted(BigInteger number, int shift, Span<uint> rest, Span<uint> root)
    {
        Write(number << shift, rest);
        LongRoot.Take(rest, root);
        var exact = Read(root) >> (shift / 2);
        Write(exact, root);
        Write(number - (exact * exact), rest);
    }

    /// <summary>Whether (root + round)^2 - number is a square, which is round * (round + 2 * root) - rest.</summary>
    private static bool AnyRound(ReadOnlySpan<uint> root, ReadOnlySpan<uint> rest)
    {
        var (first, firstRest) = (Modulo(root, FirstModulus), Modulo(rest, FirstModulus));
        for (var round = 1UL; round <= Rounds; round++)
        {
            if (SquaresOf64[unchecked((round * (round + (2UL * root[0]))) - rest[0]) & 63]
                && Passes(FirstTests, ((round * (round + (2 * first))) + FirstModulus - firstRest) % FirstModulus)
                && Passes(SecondTests, ((round * (round + (2 * Modulo(root, SecondModulus)))) + SecondModulus - Modulo(rest, SecondModulus)) % SecondModulus)
                && IsSquare((round * (round + (2 * Read(root)))) - Read(rest)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Passes((uint Modulus, bool[] Squares)[] tests, ulong number)
    {
        foreach (var (modulus, squares) in tests)
        {
            if (!squares[number % modulus])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSquare(BigInteger number)
    {
        if (number.Sign <= 0)
        {
            return number.IsZero;
        }

        var digits = (int)((number.GetBitLength() + 63) / 64 * 2);
        var shift = (int)((digits * 32) - number.GetBitLength()) & ~1;
        var rest = new uint[digits];
        Write(number << shift, rest);
        LongRoot.Take(rest, new uint[digits / 2]);

        // The shift is by an even number of bits, so a square stays one.
        return Array.TrueForAll(rest, digit => digit == 0);
    }

    private static ulong Modulo(ReadOnlySpan<uint> number, uint modulus)
    {
        var remainder = 0UL;
        for (var at = number.Length - 1; at >= 0; at--)
        {
            remainder = ((remainder << 32) | number[at]) % modulus;
        }

        return remainder;
    }

    private static BigInteger Read(ReadOnlySpan<uint> number) => new(MemoryMarshal.AsBytes(number), isUnsigned: true);

    private static void Write(BigInteger number, Span<uint> digits)
    {
        digits.Clear();
        _ = number.TryWriteBytes(MemoryMarshal.AsBytes(digits), out _, isUnsigned: true);
    }

    private static (uint Modulus, bool[] Squares) TestOf(int modulus) => ((uint)modulus, SquaresModulo(modulus));

    private static bool[] SquaresModulo(int modulus)
    {
        var squares = new bool[modulus];
        for (var root = 0; root < modulus; root++)
        {
            squares[root * root % modulus] = true;
        }

        return squares;
    }
}
