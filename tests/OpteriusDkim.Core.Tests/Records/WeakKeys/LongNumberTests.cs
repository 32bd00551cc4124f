using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>The arithmetic of the tests for weak RSA keys against BigInteger's.</summary>
public sealed class LongNumberTests
{
    // Words whose bits are all 0 or all 1 make the longest carries.
    private static readonly Gen<ulong> Words = Gen.Elements<ulong>(0, 1, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 1)
        .Or(Gen.Fresh(RandomWord));

    private static readonly Gen<ulong[]> Numbers = Gen.Choose(1, 33).SelectMany(length => Words.ArrayOf(length));

    [Fact]
    public void Roots_are_those_of_bisection_and_the_rest_is_exact() => Prop.ForAll(
        Numbers.Where(words => words[^1] != 0).SelectMany(words => Gen.Choose(-2, 2).Select(near => (words, near))).ToArbitrary(),
        sample =>
        {
            // Any number, and those next to the square of one.
            var (words, near) = sample;
            var number = near == 2 ? Read(words) : BigInteger.Max(1, BigInteger.Pow(Read(words), 2) + near);
            var digits = new ulong[((number.GetBitLength() + 127) / 128) * 2];
            number <<= (int)((digits.Length * 64) - number.GetBitLength()) & ~1;
            Assert.True(number.TryWriteBytes(MemoryMarshal.AsBytes(digits.AsSpan()), out _, isUnsigned: true));
            var root = new ulong[digits.Length / 2];
            LongRoot.Take(digits, root);
            var (found, rest) = (Read(root), Read(digits));
            return (found * found) + rest == number && rest <= 2 * found;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Remainders_are_those_of_BigInteger() => Prop.ForAll(
        (from words in Numbers
         from divisor in Gen.Choose(1, int.MaxValue).Select(number => (uint)number).Or(Gen.Elements(1U, 2U, uint.MaxValue, 1U << 31))
         select (words, divisor)).ToArbitrary(),
        sample => new WordRemainder(sample.divisor).Of(sample.words) == Read(sample.words) % sample.divisor)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_number_modulo_small_primes_is_that_of_BigInteger() => Prop.ForAll(Numbers.ToArbitrary(), words =>
    {
        var remainders = new ulong[SmallPrimes.Count];
        SmallPrimes.Divide(words, remainders);
        uint[] primes = [.. SmallPrimes.All];
        var number = Read(words);
        Assert.All(primes, (prime, index) => Assert.Equal(number % prime, SmallPrimes.Modulo(index, remainders, words.Length)));
        Assert.Equal(primes.Where(prime => (number % prime).IsZero).Cast<uint?>().FirstOrDefault(), SmallPrimes.FactorIn(remainders));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_sieve_leaves_exactly_the_rounds_possible_modulo_its_primes()
    {
        uint[] moduli = [63, 55, 13, 2];
        var sieve = new SquareSieve(moduli);
        Prop.ForAll(Gen.Two(Numbers).ToArbitrary(), pair =>
        {
            var (number, root) = (Read(pair.Item1), Read(pair.Item2));
            var expected = UInt128.Zero;
            for (var round = 1; round <= 128; round++)
            {
                var difference = BigInteger.Pow(root + round, 2) - number;
                expected |= Array.TrueForAll(moduli, modulus => IsSquareModulo(difference, modulus)) ? UInt128.One << (round - 1) : 0;
            }

            Assert.Equal(expected, sieve.Rounds(pair.Item1, pair.Item2, UInt128.MaxValue));
            var low = SquareSieve.RoundsModulo64(pair.Item1[0], pair.Item2[0]);
            return Enumerable.Range(1, 128).All(round =>
                IsSquareModulo(BigInteger.Pow(root + round, 2) - number, 64) == (((low >> (round - 1)) & 1) != 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static bool IsSquareModulo(BigInteger number, uint modulus)
    {
        var rest = (uint)(((number % modulus) + modulus) % modulus);
        return Enumerable.Range(0, (int)modulus).Any(root => root * root % modulus == rest);
    }

    private static ulong RandomWord() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static BigInteger Read(ulong[] words) => new(MemoryMarshal.AsBytes(words.AsSpan()), isUnsigned: true);
}
