using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>The multiplication of long numbers against BigInteger's.</summary>
public sealed class LongMultiplicationTests
{
    private static readonly Gen<int> Lengths = Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(8000, 30_000), Gen.Choose(60_000, 70_000));

    [Fact]
    public void Products_are_those_of_BigInteger() => Prop.ForAll(
        Gen.Two(Lengths.SelectMany(NumberOf)).ToArbitrary(),
        pair => new LongMultiplication(CancellationToken.None).Multiply(pair.Item1, pair.Item2) == pair.Item1 * pair.Item2)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void One_instance_multiplies_crosswise_after_longer_and_shorter_numbers()
    {
        var multiplication = new LongMultiplication(CancellationToken.None);
        Prop.ForAll(Gen.Four(Lengths.SelectMany(NumberOf)).ToArbitrary(), numbers =>
        {
            var (left, leftFactor, right, rightFactor) = numbers;
            var (product, sum) = multiplication.MultiplyCrosswise(left, leftFactor, right, rightFactor);
            return product == left * right && sum == (left * rightFactor) + (right * leftFactor);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(20_000)]
    [InlineData(66_000)]
    public void Fractions_of_products_lose_one_in_the_last_bit_at_most(int bytes)
    {
        const int Guard = 128;
        var (left, right) = (Random(bytes), Random(bytes / 2));
        var product = left * right;
        var (leftBits, rightBits, bits) = (Bits(left) + Guard, Bits(right) + Guard, Bits(product) + Guard);
        foreach (var fraction in new[] { Random(bits / 8), (BigInteger.One << bits) - 1, BigInteger.One, BigInteger.Zero })
        {
            var (ofLeft, ofRight) = new LongMultiplication(CancellationToken.None)
                .MultiplyFraction(fraction, bits, (right, leftBits), (left, rightBits));
            AssertNear((fraction * right) >> (bits - leftBits), ofLeft, leftBits);
            AssertNear((fraction * left) >> (bits - rightBits), ofRight, rightBits);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(1 << 15)]
    public void A_transform_is_reversed_and_turns_convolutions_into_products(int count)
    {
        var transform = new NumberTransform();
        var numbers = Enumerable.Range(0, count).Select(at => ((ulong)at * 0x9E37_79B9_7F4A_7C15) >> 1).ToArray();
        var shift = new ulong[count];
        shift[1] = 1;
        var changed = numbers.ToArray();
        transform.Forward(changed);
        transform.Forward(shift);
        PrimeField.Multiply(shift, changed);
        transform.Inverse(changed);
        Assert.Equal([numbers[^1], .. numbers[..^1]], changed);
    }

    /// <summary>Any numbers, and those of ones only, which make the largest sums.</summary>
    private static Gen<BigInteger> NumberOf(int bytes) =>
        Gen.Elements(false, true).Select(ones => ones ? (BigInteger.One << (8 * bytes)) - 1 : Random(bytes));

    private static void AssertNear(BigInteger expected, BigInteger actual, int bits)
    {
        var modulus = BigInteger.One << bits;
        var difference = (modulus + actual + 1 - (expected % modulus)) % modulus;
        Assert.True(actual >= 0 && actual < modulus && difference <= 2, "The bits of the fraction are wrong.");
    }

    private static int Bits(BigInteger number) => (int)number.GetBitLength();

    private static BigInteger Random(int bytes) => new(RandomNumberGenerator.GetBytes(bytes), isUnsigned: true);
}
