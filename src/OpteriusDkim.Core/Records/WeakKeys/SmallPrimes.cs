using System.Numerics;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// The remainders of a number modulo each small odd prime. Products of primes that fit one word are tested at once, without division
/// (Jebelean's exact remainder), which is fast enough for each key that is read.
/// </summary>
internal static class SmallPrimes
{
    /// <summary>The largest tested prime.</summary>
    public const int Largest = 193;

    private const int MostWords = 16384 / 64;

    private static readonly Prime[] Primes = PrimesUpTo(Largest);

    // The products, and the inverse of each modulo 2^64.
    private static readonly ulong[] Products =
        [.. Primes.GroupBy(prime => prime.Group, (_, group) => group.Aggregate(1UL, (product, prime) => product * prime.Value))];
    private static readonly ulong[] Inverses = [.. Products.Select(InverseOf)];

    /// <summary>The primes in ascending order.</summary>
    public static IEnumerable<uint> All => Primes.Select(prime => prime.Value);

    /// <summary>The number of remainders.</summary>
    public static int Count => Products.Length;

    /// <summary>Remainders for the other methods: each is divisible by the same primes of its product as the number is.</summary>
    /// <param name="number">The number's words, the lowest first.</param>
    /// <param name="remainders">Takes <see cref="Count"/> remainders.</param>
    public static void Divide(ReadOnlySpan<ulong> number, Span<ulong> remainders)
    {
        remainders.Clear();
        var products = Products.AsSpan(0, remainders.Length);
        var inverses = Inverses.AsSpan(0, remainders.Length);
        foreach (var word in number)
        {
            for (var at = 0; at < remainders.Length; at++)
            {
                var carry = remainders[at];
                var difference = unchecked(word - carry);
                remainders[at] = (word < carry ? 1UL : 0UL) + Math.BigMul(unchecked(difference * inverses[at]), products[at], out _);
            }
        }
    }

    /// <summary>The smallest prime that divides the number; null for none.</summary>
    /// <param name="remainders">The number's remainders.</param>
    public static uint? FactorIn(ReadOnlySpan<ulong> remainders)
    {
        foreach (var prime in Primes)
        {
            if (unchecked(remainders[prime.Group] * prime.Inverse) <= prime.Bound)
            {
                return prime.Value;
            }
        }

        return null;
    }

    /// <summary>The number modulo a prime.</summary>
    /// <param name="index">The place of the prime among all.</param>
    /// <param name="remainders">The number's remainders.</param>
    /// <param name="words">How many words the number has.</param>
    public static uint Modulo(int index, ReadOnlySpan<ulong> remainders, int words)
    {
        // A remainder is -number / 2^(64 words).
        var prime = Primes[index];
        var product = remainders[prime.Group] % prime.Value * prime.Powers[words] % prime.Value;
        return (uint)((prime.Value - product) % prime.Value);
    }

    private static Prime[] PrimesUpTo(int largest)
    {
        var primes = new List<Prime>();
        var product = BigInteger.One;
        var group = 0;
        foreach (var number in Enumerable.Range(3, largest - 2).Where(IsPrime).Select(number => (uint)number))
        {
            product *= number;
            if (product > ulong.MaxValue)
            {
                product = number;
                group++;
            }

            primes.Add(new Prime(number, group, InverseOf(number), ulong.MaxValue / number, PowersOf(number)));
        }

        return [.. primes];
    }

    /// <summary>The powers of 2^64 modulo a prime.</summary>
    private static byte[] PowersOf(uint prime)
    {
        var powers = new byte[MostWords + 1];
        powers[0] = 1;
        for (var at = 1; at < powers.Length; at++)
        {
            powers[at] = (byte)((powers[at - 1] * (UInt128.One << 64)) % prime);
        }

        return powers;
    }

    private static bool IsPrime(int number) => Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0);

    /// <summary>The inverse of an odd number modulo 2^64: each Newton step doubles the correct bits.</summary>
    private static ulong InverseOf(ulong odd)
    {
        var inverse = odd;
        for (var step = 0; step < 6; step++)
        {
            inverse = unchecked(inverse * (2 - (odd * inverse)));
        }

        return inverse;
    }

    /// <summary>A prime divides a number whose product with the inverse is at most the bound.</summary>
    private readonly record struct Prime(uint Value, int Group, ulong Inverse, ulong Bound, byte[] Powers);
}
