using System.Numerics;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Finds the moduli among many that share a prime with another, by a product tree and Bernstein's scaled remainder tree (2004): all of
/// 10,000 in seconds, where the 50 million pairs would take minutes.
/// </summary>
internal sealed class SharedPrimes
{
    // The extra bits of the fractions beyond their moduli: each level of the tree loses at most two.
    private const int Guard = 128;

    private readonly CancellationToken cancellation;
    private readonly LongMultiplication multiplication;

    private SharedPrimes(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        multiplication = new LongMultiplication(cancellation);
    }

    /// <summary>For each number the factor that it shares with the others; 1 if there is none.</summary>
    /// <param name="numbers">Odd numbers, each different from all others.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static BigInteger[] Of(ReadOnlySpan<BigInteger> numbers, CancellationToken cancellation)
    {
        var factors = new BigInteger[numbers.Length];
        factors.AsSpan().Fill(BigInteger.One);
        if (numbers.Length > 1)
        {
            new SharedPrimes(cancellation).Find(numbers, factors);
        }

        return factors;
    }

    private void Find(ReadOnlySpan<BigInteger> numbers, Span<BigInteger> factors)
    {
        var tree = TreeOf(numbers, out var sum);
        var bits = (int)tree.Product.GetBitLength();

        // The sum of product / n is, modulo n, the product of all others. As a fraction of the product:
        var fraction = multiplication.Multiply(sum, Reciprocal(tree.Product, tree.FractionBits)) >> bits;
        Descend(tree, fraction & ((BigInteger.One << tree.FractionBits) - 1), factors);
    }

    /// <summary>The product of all numbers by those of both halves, and the sum of all quotients product / number.</summary>
    private Node TreeOf(ReadOnlySpan<BigInteger> numbers, out BigInteger sum)
    {
        if (numbers.Length == 1)
        {
            sum = BigInteger.One;
            return new Node(numbers[0], null, null);
        }

        var left = TreeOf(numbers[..(numbers.Length / 2)], out var leftSum);
        var right = TreeOf(numbers[(numbers.Length / 2)..], out var rightSum);
        (var product, sum) = multiplication.MultiplyCrosswise(left.Product, leftSum, right.Product, rightSum);
        return new Node(product, left, right);
    }

    /// <summary>The fraction of a half is that of the whole times the product of the other half; whole numbers drop out.</summary>
    private void Descend(Node node, BigInteger fraction, Span<BigInteger> factors)
    {
        if (node is not { Left: { } left, Right: { } right })
        {
            cancellation.ThrowIfCancellationRequested();
            var others = ((fraction * node.Product) + (BigInteger.One << (node.FractionBits - 1))) >> node.FractionBits;
            factors[0] = BigInteger.GreatestCommonDivisor(node.Product, others);
            return;
        }

        var (leftFraction, rightFraction) = multiplication.MultiplyFraction(
            fraction, node.FractionBits, (right.Product, left.FractionBits), (left.Product, right.FractionBits));
        Descend(left, leftFraction, factors[..(factors.Length / 2)]);
        Descend(right, rightFraction, factors[(factors.Length / 2)..]);
    }

    /// <summary>
    /// 2^(bits of the number + precision) / number, except for the last bits: each Newton step doubles the correct ones.
    /// </summary>
    private BigInteger Reciprocal(BigInteger number, int precision)
    {
        const int Direct = 1024;
        var length = (int)number.GetBitLength();
        if (precision <= Direct)
        {
            return (BigInteger.One << (length + precision)) / number;
        }

        var half = (precision / 2) + 8;
        var kept = Math.Min(length, half + 16);
        var rough = Reciprocal(number >> (length - kept), half);

        // rough * (2 - number * rough), with only the significant digits of the number.
        var digits = Math.Min(length, precision + 16);
        var leading = number >> (length - digits);
        var error = (BigInteger.One << (digits + half)) - multiplication.Multiply(leading, rough);
        var correction = multiplication.Multiply(rough, BigInteger.Abs(error)) * error.Sign;
        return (rough << (precision - half)) + (correction >> (digits + (2 * half) - precision));
    }

    private sealed record Node(BigInteger Product, Node? Left, Node? Right)
    {
        public int FractionBits { get; } = (int)Product.GetBitLength() + Guard;
    }
}
