using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Shared primes among many moduli, compared with a pairwise search.</summary>
public sealed class SharedPrimesTests
{
    private static readonly int[] Primes = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Factors_of_small_numbers_are_those_of_all_pairs() => Prop.ForAll(
        Gen.Three(Gen.Elements(Primes)).Select(three => new BigInteger(three.Item1 * three.Item2 * three.Item3)).ListOf().ToArbitrary(),
        numbers =>
        {
            BigInteger[] distinct = [.. numbers.Distinct()];
            return SharedPrimes.Of(distinct, Cancellation).SequenceEqual(distinct.Select(number => FactorByPairs(number, distinct)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Groups_of_small_numbers_are_those_that_pairs_connect() => Prop.ForAll(
        Gen.Two(Gen.Elements(Primes)).Select(pair => new BigInteger(pair.Item1 * pair.Item2)).ListOf().ToArbitrary(),
        numbers =>
        {
            BigInteger[] distinct = [.. numbers.Distinct()];
            return SharingKeys.Of(distinct, Cancellation).Select(group => string.Join(' ', group))
                .SequenceEqual(GroupsByPairs(distinct).Select(group => string.Join(' ', group)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(2, 2048)]
    [InlineData(3, 1024)]
    [InlineData(33, 4096)]
    [InlineData(150, 2048)]
    [InlineData(700, 2048)]
    public void Shared_primes_are_found_among_many_moduli(int count, int bits)
    {
        var moduli = Enumerable.Range(0, count).Select(_ => Odd(bits)).ToArray();
        var (shared, first, second) = (Odd(bits / 2), Odd(bits / 2), Odd(bits / 2));
        (moduli[0], moduli[^1]) = (shared * first, shared * second);
        var factors = SharedPrimes.Of(moduli, Cancellation);
        for (var at = 0; at < count; at += Math.Max(1, count / 50))
        {
            Assert.Equal(FactorByPairs(moduli[at], moduli), factors[at]);
        }

        Assert.Equal(FactorByPairs(moduli[^1], moduli), factors[^1]);
        Assert.True((factors[0] % shared).IsZero && (factors[^1] % shared).IsZero);
    }

    [Fact]
    public void Moduli_of_all_sizes_are_compared_together()
    {
        var shared = Odd(1024);
        BigInteger[] moduli =
        [
            3, shared * Odd(7000), 5, shared * Odd(8), Odd(16384), Odd(512), .. Enumerable.Range(0, 60).Select(at => Odd(512 + (100 * at))),
        ];
        Assert.Equal(moduli.Select(modulus => FactorByPairs(modulus, moduli)), SharedPrimes.Of(moduli, Cancellation));
    }

    [Fact]
    public void A_chain_of_shared_primes_is_one_group_and_pairs_are_groups_of_their_own()
    {
        var primes = Enumerable.Range(0, 8).Select(_ => SomePrime()).ToArray();
        BigInteger[] moduli =
        [
            primes[0] * primes[1], primes[4] * primes[5], primes[1] * primes[2], Odd(512) * 2 + 1, primes[4] * primes[6],
            primes[2] * primes[3],
        ];
        Assert.Equal(["0 2 5", "1 4"], SharingKeys.Of(moduli, Cancellation).Select(group => string.Join(' ', group)));
    }

    [Fact]
    public void Hundreds_of_keys_that_share_both_primes_are_one_group()
    {
        // Each shares one prime with the one before it and the other with the one after it.
        const int Count = 400;
        var primes = Enumerable.Range(0, Count).Select(_ => SomePrime()).ToArray();
        var moduli = Enumerable.Range(0, Count).Select(at => primes[at] * primes[(at + 1) % Count]).ToArray();
        Assert.Equal(Count, Assert.Single(SharingKeys.Of(moduli, Cancellation)).Count);
    }

    [Fact]
    public async Task A_comparison_of_many_keys_ends_at_once_when_it_is_cancelled()
    {
        var moduli = Enumerable.Range(0, 4000).Select(_ => Odd(2048)).ToArray();
        using var stop = new CancellationTokenSource();
        var work = Task.Run(() => SharedPrimes.Of(moduli, stop.Token), Cancellation);
        await Task.Delay(100, Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
    }

    private static BigInteger FactorByPairs(BigInteger number, BigInteger[] all)
    {
        var others = all.Where(other => other != number).Aggregate(BigInteger.One, (product, other) => product * (other % number) % number);
        return BigInteger.GreatestCommonDivisor(number, others);
    }

    private static List<List<int>> GroupsByPairs(BigInteger[] numbers)
    {
        var groups = new List<List<int>>();
        for (var at = 0; at < numbers.Length; at++)
        {
            var number = numbers[at];
            var connected =
                groups.Where(group => group.Exists(other => !BigInteger.GreatestCommonDivisor(number, numbers[other]).IsOne)).ToList();
            groups.RemoveAll(connected.Contains);
            groups.Add([.. connected.SelectMany(group => group).Append(at).Order()]);
        }

        return [.. groups.Where(group => group.Count > 1).OrderBy(group => group[0])];
    }

    private static BigInteger SomePrime()
    {
        for (var number = Odd(64); ; number += 2)
        {
            if (BigInteger.ModPow(2, number - 1, number).IsOne)
            {
                return number;
            }
        }
    }

    private static BigInteger Odd(int bits) =>
        new BigInteger(RandomNumberGenerator.GetBytes(bits / 8), isUnsigned: true) | BigInteger.One | (BigInteger.One << (bits - 1));
}
