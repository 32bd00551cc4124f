using System.Numerics;
using System.Runtime.InteropServices;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Fermat's method of factoring: it finds primes that are close to each other (CVE-2022-26320; Boeck, Fermat factorization in the
/// wild, 2023). A round tests whether (root + round)^2 - number is a square. Nearly all are ruled out modulo small numbers.
/// </summary>
internal static class FermatFactors
{
    private const int Rounds = 100;
    private const int WordBits = 64;

    private static readonly SquareSieve FirstSieve = new([63, 55, 13, 17, 19, 23]);
    private static readonly SquareSieve SecondSieve = new([29, 31, 37, 41, 43, 47]);

    /// <summary>Whether an odd number is factored by a hundred rounds.</summary>
    /// <param name="number">The number's words, the lowest first.</param>
    public static bool In(ReadOnlySpan<ulong> number)
    {
        Span<ulong> rest = stackalloc ulong[number.Length + (number.Length & 1)];
        Span<ulong> root = stackalloc ulong[rest.Length / 2];
        if (rest.Length == number.Length && number[^1] >> (WordBits - 2) != 0)
        {
            number.CopyTo(rest);
            LongRoot.Take(rest, root);
            return !rest.ContainsAnyExcept(0UL) || AnyRound(number, root);
        }

        return TakeShifted(Read(number), rest, root) || AnyRound(number, root);
    }

    /// <summary>Computes the root of a number of any length, and whether it is exact.</summary>
    private static bool TakeShifted(BigInteger number, Span<ulong> words, Span<ulong> root)
    {
        var shift = (int)((words.Length * WordBits) - number.GetBitLength()) & ~1;
        Write(number << shift, words);
        LongRoot.Take(words, root);
        var exact = Read(root) >> (shift / 2);
        Write(exact, root);
        return exact * exact == number;
    }

    private static bool AnyRound(ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> root)
    {
        var possible = SquareSieve.RoundsModulo64(number[0], root[0]) & ((UInt128.One << Rounds) - 1);
        possible = FirstSieve.Rounds(number, root, possible);
        possible = possible == 0 ? 0 : SecondSieve.Rounds(number, root, possible);
        return possible != 0 && AnyRound(Read(number), Read(root), possible);
    }

    private static bool AnyRound(BigInteger number, BigInteger root, UInt128 possible)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var next = root + round;
            if (((possible >> (round - 1)) & 1) != 0 && IsSquare((next * next) - number))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSquare(BigInteger number)
    {
        var words = new ulong[((number.GetBitLength() / (2 * WordBits)) + 1) * 2];
        return number.IsZero || TakeShifted(number, words, new ulong[words.Length / 2]);
    }

    private static BigInteger Read(ReadOnlySpan<ulong> number) => new(MemoryMarshal.AsBytes(number), isUnsigned: true);

    private static void Write(BigInteger number, Span<ulong> words)
    {
        words.Clear();
        _ = number.TryWriteBytes(MemoryMarshal.AsBytes(words), out _, isUnsigned: true);
    }
}
