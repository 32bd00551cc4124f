using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Points of Ed25519 and the arithmetic of their field against BigInteger's.</summary>
public sealed class Ed25519PointTests
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger CurveConstant = Prime - (121665 * BigInteger.ModPow(121666, Prime - 2, Prime) % Prime);

    // Any number below 2^255, and those near 0, near the prime, and with digits of ones.
    private static readonly Gen<BigInteger> Numbers = Gen.OneOf(
        Gen.Fresh(() => new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true) >> 1),
        Gen.Choose(0, 40).Select(number => new BigInteger(number)),
        Gen.Choose(-40, 18).Select(number => Prime + number),
        Gen.Choose(1, 254).Select(bits => (BigInteger.One << bits) - 1),
        Gen.Choose(1, 254).Select(bits => Prime - (BigInteger.One << bits)));

    [Fact]
    public void Products_of_the_field_are_those_of_BigInteger() => Prop.ForAll(Gen.Three(Numbers).ToArbitrary(), numbers =>
    {
        var (a, b, c) = numbers;
        var (product, other) = (Digits(a), Digits(c));
        Field25519.Multiply(product, Digits(b), product);
        Field25519.Multiply(other, product, other);
        return NumberOf(product) % Prime == a * b % Prime && NumberOf(other) % Prime == a * b * c % Prime;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Symbols_are_those_of_Eulers_criterion() => Prop.ForAll(Gen.Two(Numbers).ToArbitrary(), pair =>
    {
        // Numbers of up to 261 bits, and squares, of which the symbol is 1.
        var (product, square) = (Digits(pair.Item1), Digits(pair.Item2));
        Field25519.Multiply(product, square, product);
        Field25519.Multiply(square, square, square);
        return SymbolOf(Digits(pair.Item1)) == Symbol(pair.Item1)
            && SymbolOf(product) == Symbol(pair.Item1 * pair.Item2)
            && SymbolOf(square) == ((pair.Item2 % Prime).IsZero ? 0 : 1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Points_are_checked_against_their_definition() => Prop.ForAll(
        Gen.Two(Numbers).Select(pair => (Y: pair.Item1, Sign: !pair.Item2.IsEven)).ToArbitrary(),
        point => Ed25519Point.ProblemOf(Encoded(point.Y, point.Sign)) == ProblemByDefinition(point.Y))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void All_points_of_small_order_are_known()
    {
        // Those of order 8 double to those of order 4, whose y is 0: d y^4 + 2 y^2 - 1 = 0.
        var ofOrder8 = SquareRoots(1 + CurveConstant)
            .SelectMany(root => SquareRoots((root - 1) * BigInteger.ModPow(CurveConstant, Prime - 2, Prime))).ToArray();
        Assert.Equal(2, ofOrder8.Length);
        BigInteger[] all = [0, 1, Prime - 1, Prime, Prime + 1, .. ofOrder8];
        Assert.All(all, y => Assert.Contains("small order", Ed25519Point.ProblemOf(Encoded(y, sign: true)), StringComparison.Ordinal));
    }

    private static string? ProblemByDefinition(BigInteger y)
    {
        var square = y * y;
        var isSmall = (y * (square - 1) % Prime).IsZero || (((CurveConstant * square * square) + (2 * square) - 1) % Prime).IsZero;
        return (isSmall, y >= Prime, Symbol((square - 1) * ((CurveConstant * square) + 1))) switch
        {
            (true, _, _) => "it is a point of small order, with which anyone can sign",
            (_, true, _) => "it is not in its canonical form",
            (_, _, not 1) => "it is not a point on the curve",
            _ => null,
        };
    }

    /// <summary>The Jacobi symbol of the number and the prime.</summary>
    private static int Symbol(BigInteger number)
    {
        var power = BigInteger.ModPow(((number % Prime) + Prime) % Prime, (Prime - 1) / 2, Prime);
        return power == Prime - 1 ? -1 : (int)power;
    }

    private static int SymbolOf(long[] digits) => Jacobi25519.SymbolOf([.. digits]);

    /// <summary>Both roots, or none (RFC 8032 5.1.1).</summary>
    private static BigInteger[] SquareRoots(BigInteger number)
    {
        var root = BigInteger.ModPow(number, (Prime + 3) / 8, Prime);
        BigInteger[] candidates = [root, root * BigInteger.ModPow(2, (Prime - 1) / 4, Prime) % Prime];
        return
        [
            .. candidates.Where(candidate => ((candidate * candidate) - number) % Prime == 0).SelectMany(one => new[] { one, Prime - one }),
        ];
    }

    private static long[] Digits(BigInteger number)
    {
        var digits = new long[Field25519.Digits];
        Field25519.Read(Encoded(number, sign: false), digits);
        return digits;
    }

    private static BigInteger NumberOf(long[] digits) =>
        digits.Reverse().Aggregate(BigInteger.Zero, (number, digit) => (number << Field25519.DigitBits) + digit);

    private static byte[] Encoded(BigInteger number, bool sign)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        bytes[^1] |= (byte)(sign ? 0x80 : 0);
        return bytes;
    }
}
