using System.Numerics;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Keys whose primes were chosen badly.</summary>
public sealed class WeakPrimesTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    public void Keys_with_the_structure_of_RSALib_are_found(int bits)
    {
        var (first, second) = WeakRsaKeys.RocaPrimes(bits);
        Assert.Contains("RocaKey", CodesOf(first * second));
        Assert.Null(KeyOf(first * second).Forgery());
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void A_key_with_one_prime_of_RSALib_does_not_have_the_fingerprint(int bits)
    {
        var (first, _) = WeakRsaKeys.RocaPrimes(bits);
        var (second, _) = WeakRsaKeys.CloseFactors(bits, BigInteger.One << (bits / 3));
        Assert.DoesNotContain("RocaKey", CodesOf(first * second));
    }

    // The rounds that Fermat's method takes are about the square of the distance, divided by 8 times the root of the modulus.
    [Theory]
    [InlineData(1024, 2, true)]
    [InlineData(1024, 200, true)]
    [InlineData(1024, 260, true)]
    [InlineData(1024, 262, false)]
    [InlineData(2048, 2, true)]
    [InlineData(2048, 500, true)]
    [InlineData(2048, 516, true)]
    [InlineData(2048, 518, false)]
    [InlineData(2048, 800, false)]
    [InlineData(3072, 770, true)]
    [InlineData(4096, 1028, true)]
    [InlineData(1040, 200, true)]
    public void Close_primes_are_found_up_to_a_hundred_rounds_apart(int bits, int distanceBits, bool found)
    {
        var (first, second) = WeakRsaKeys.CloseFactors(bits, BigInteger.One << distanceBits);
        Assert.Equal(found, CodesOf(first * second).Contains("PrimesClose"));
        Assert.Equal(found, KeyOf(first * second).Forgery()?.Code == "PrimesClose");
    }

    [Fact]
    public void Fermats_method_agrees_with_its_definition() => Prop.ForAll(
        (from seed in Gen.Choose(1, int.MaxValue)
         from distance in Gen.Choose(0, 100_000)
         from size in Gen.Choose(0, 150)
         select (seed, distance, size)).ToArbitrary(),
        numbers =>
        {
            // Two factors of any size up to 180 bits, from the same to far apart.
            var (seed, distance, size) = numbers;
            var first = (new BigInteger(seed) << size) | 1;
            var number = first * (first + (2 * new BigInteger(distance)));
            return FermatFactors.In(WordsOf(number)) == IsFoundBySquares(number);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static bool IsFoundBySquares(BigInteger number)
    {
        var root = RootOf(number);
        return root * root == number
            || Enumerable.Range(1, 100).Select(round => BigInteger.Pow(root + round, 2) - number)
                .Any(rest => BigInteger.Pow(RootOf(rest), 2) == rest);
    }

    /// <summary>The root, rounded down, by bisection.</summary>
    private static BigInteger RootOf(BigInteger number)
    {
        var (low, high) = (BigInteger.Zero, BigInteger.One << (int)((number.GetBitLength() / 2) + 1));
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = middle * middle <= number ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static ulong[] WordsOf(BigInteger number)
    {
        var words = new ulong[(number.GetByteCount(isUnsigned: true) + 7) / 8];
        Assert.True(number.TryWriteBytes(MemoryMarshal.AsBytes(words.AsSpan()), out _, isUnsigned: true));
        return words;
    }

    private static string[] CodesOf(BigInteger modulus) => [.. KeyOf(modulus).Weaknesses().Select(finding => finding.Code)];

    private static DkimPublicKey KeyOf(BigInteger modulus) => DkimPublicKey.FromRsa(modulus.ToByteArray(isBigEndian: true), [1, 0, 1]);
}
