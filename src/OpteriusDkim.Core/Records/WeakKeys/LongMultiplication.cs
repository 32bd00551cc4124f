using System.Numerics;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Multiplies numbers of millions of bits in a time that grows little faster than their length; BigInteger's grows with the power 1.6.
/// One instance is for one thread.
/// </summary>
/// <param name="cancellation">Ends the work.</param>
internal sealed class LongMultiplication(CancellationToken cancellation)
{
    // The product size in bits below which BigInteger is faster.
    private const int ShortProduct = 1 << 17;

    private readonly NumberTransform transform = new();
    private readonly ulong[][] buffers = [[], [], [], []];
    private ulong[] words = [];

    /// <summary>The product of two numbers that aren't negative.</summary>
    public BigInteger Multiply(BigInteger left, BigInteger right)
    {
        var bits = left.GetBitLength() + right.GetBitLength();
        cancellation.ThrowIfCancellationRequested();
        if (bits < ShortProduct)
        {
            return left * right;
        }

        var digits = NumberDigits.For(bits);
        var product = Transform(1, right, digits);
        PrimeField.Multiply(Transform(0, left, digits), product);
        transform.Inverse(product);
        return digits.Read(product, 0, (int)bits, words);
    }

    /// <summary>The product of two numbers, and left * rightFactor + right * leftFactor.</summary>
    public (BigInteger Product, BigInteger Sum) MultiplyCrosswise(
        BigInteger left, BigInteger leftFactor, BigInteger right, BigInteger rightFactor)
    {
        var bits =
            Math.Max(left.GetBitLength(), leftFactor.GetBitLength()) + Math.Max(right.GetBitLength(), rightFactor.GetBitLength()) + 1;
        cancellation.ThrowIfCancellationRequested();
        if (bits < ShortProduct)
        {
            return (left * right, (left * rightFactor) + (right * leftFactor));
        }

        var digits = NumberDigits.For(bits);
        var lefts = Transform(0, left, digits);
        var rights = Transform(1, right, digits);
        var sum = Transform(2, rightFactor, digits);
        PrimeField.MultiplyAdd(rights, Transform(3, leftFactor, digits), lefts, sum);
        PrimeField.Multiply(lefts, rights);
        transform.Inverse(sum);
        transform.Inverse(rights);
        return (digits.Read(rights, 0, (int)bits, words), digits.Read(sum, 0, (int)bits, words));
    }

    /// <summary>The products of a fraction with two factors modulo 1. The last bit can be one too low or too high.</summary>
    /// <param name="fraction">The fraction's bits after the point.</param>
    /// <param name="bits">How many they are.</param>
    /// <param name="left">A factor, and how many bits of its product are wanted.</param>
    /// <param name="right">The other.</param>
    public (BigInteger Left, BigInteger Right) MultiplyFraction(
        BigInteger fraction, int bits, (BigInteger Factor, int Bits) left, (BigInteger Factor, int Bits) right)
    {
        cancellation.ThrowIfCancellationRequested();
        if (2 * bits < ShortProduct)
        {
            return (Shortened(fraction * left.Factor, bits, left.Bits), Shortened(fraction * right.Factor, bits, right.Bits));
        }

        // The integer bits are not needed: a cyclic convolution adds them to those at the end, which are cut off.
        var length = Math.Max(left.Factor.GetBitLength() + left.Bits, right.Factor.GetBitLength() + right.Bits);
        var digits = NumberDigits.For(Math.Max(bits, length));
        _ = Transform(0, fraction, digits);
        return (Read(1, left), Read(2, right));

        BigInteger Read(int buffer, (BigInteger Factor, int Bits) part)
        {
            var product = Transform(buffer, part.Factor, digits);
            PrimeField.Multiply(buffers[0].AsSpan(0, digits.Count), product);
            transform.Inverse(product);
            return digits.Read(product, bits - part.Bits, part.Bits, words);
        }
    }

    private static BigInteger Shortened(BigInteger product, int bits, int kept) =>
        (product >> (bits - kept)) & ((BigInteger.One << kept) - 1);

    private Span<ulong> Transform(int buffer, BigInteger number, NumberDigits digits)
    {
        cancellation.ThrowIfCancellationRequested();
        if (buffers[buffer].Length < digits.Count)
        {
            buffers[buffer] = GC.AllocateUninitializedArray<ulong>(digits.Count);
        }

        if (words.Length < digits.Words)
        {
            words = GC.AllocateUninitializedArray<ulong>(digits.Words);
        }

        var numbers = buffers[buffer].AsSpan(0, digits.Count);
        digits.Write(number, numbers, words);
        transform.Forward(numbers);
        return numbers;
    }
}
