namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Finds the rounds of Fermat's method in which (root + round)^2 - number can be a square, by what squares are modulo small numbers.
/// A round is a bit, the first one the lowest.
/// </summary>
internal sealed class SquareSieve
{
    private const int WordBits = 64;

    private static readonly Pattern[] Modulo64 = [.. PatternsOf(64)];

    private readonly (uint Modulus, Pattern[] Patterns)[] tests;
    private readonly WordRemainder remainder;

    /// <summary>A sieve by several moduli, at most 64 each, whose product has 32 bits at most.</summary>
    public SquareSieve(uint[] moduli)
    {
        tests = [.. moduli.Select(modulus => (modulus, PatternsOf(modulus)))];
        remainder = new WordRemainder(moduli.Aggregate(1U, (product, modulus) => checked(product * modulus)));
    }

    /// <summary>The possible rounds according to the lowest words.</summary>
    public static UInt128 RoundsModulo64(ulong number, ulong root) => Modulo64[number % 64].From((int)(root % 64) + 1, 64);

    /// <summary>The possible rounds according to all moduli.</summary>
    public UInt128 Rounds(ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> root, UInt128 rounds)
    {
        var (ofNumber, ofRoot) = (remainder.Of(number), remainder.Of(root));
        foreach (var (modulus, patterns) in tests)
        {
            rounds &= patterns[ofNumber % modulus].From((int)(ofRoot % modulus) + 1, (int)modulus);
            if (rounds == 0)
            {
                break;
            }
        }

        return rounds;
    }

    private static Pattern[] PatternsOf(uint modulus)
    {
        var squares = new bool[modulus];
        for (var root = 0U; root < modulus; root++)
        {
            squares[root * root % modulus] = true;
        }

        return [.. Enumerable.Range(0, (int)modulus)
            .Select(number => Pattern.Of(modulus, at => squares[((at * at) + modulus - number) % modulus]))];
    }

    /// <summary>For which sums of root and round the difference can be a square: bits that repeat after the modulus, 128 of them.</summary>
    private readonly record struct Pattern(UInt128 Bits)
    {
        public static Pattern Of(uint modulus, Func<uint, bool> isPossible)
        {
            var bits = UInt128.Zero;
            for (var at = 0; at < 2 * WordBits; at++)
            {
                bits |= isPossible((uint)at % modulus) ? UInt128.One << at : 0;
            }

            return new Pattern(bits);
        }

        /// <summary>128 of the bits.</summary>
        /// <param name="start">The first, at most the modulus.</param>
        /// <param name="modulus">After how many they repeat, at most 64.</param>
        public UInt128 From(int start, int modulus)
        {
            var next = (start + WordBits) % modulus;
            return new UInt128((ulong)(Bits >> next), (ulong)(Bits >> start));
        }
    }
}
