using System.Numerics;

namespace OpteriusDkim;

/// <summary>
/// Whether 32 bytes are a public key of Ed25519 that only its owner can sign with (RFC 8032 5.1.3 and 5.1.7; Chalkias and others,
/// Taming the many EdDSAs, 2020).
/// </summary>
internal static class Ed25519Point
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;

    // d of the curve -x^2 + y^2 = 1 + d x^2 y^2.
    private static readonly BigInteger CurveConstant = Prime - (121665 * BigInteger.ModPow(121666, Prime - 2, Prime) % Prime);

    // The y of the points of order 1, 2, 4 and 8: the curve has eight such points.
    private static readonly BigInteger[] SmallOrder = SmallOrders();

    /// <summary>What is wrong with a point, or null.</summary>
    /// <param name="encoded">32 bytes.</param>
    public static string? ProblemOf(ReadOnlySpan<byte> encoded)
    {
        Span<byte> bytes = stackalloc byte[encoded.Length];
        encoded.CopyTo(bytes);
        bytes[^1] &= 0x7F;
        var y = new BigInteger(bytes, isUnsigned: true);
        if (Array.IndexOf(SmallOrder, y % Prime) >= 0)
        {
            return "it is a point of small order, with which anyone can sign";
        }

        return y >= Prime ? "it is not in its canonical form"
            : !IsOnCurve(y) ? "it is not a point on the curve"
            : null;
    }

    /// <summary>x^2 = (y^2 - 1) / (d y^2 + 1) has to be a square.</summary>
    private static bool IsOnCurve(BigInteger y)
    {
        var square = y * y % Prime;

        // u / v and u * v are squares together.
        var product = (square - 1) * ((CurveConstant * square % Prime) + 1) % Prime;
        return JacobiSymbol(product, Prime) == 1;
    }

    /// <summary>1 for a square modulo a prime, -1 for others (Cohen, A Course in Computational Algebraic Number Theory, 1.4.10).</summary>
    private static int JacobiSymbol(BigInteger number, BigInteger modulus)
    {
        var sign = 1;
        while (!number.IsZero)
        {
            var twos = (int)BigInteger.TrailingZeroCount(number);
            number >>= twos;
            var (low, lowModulus) = ((int)(number & 7), (int)(modulus & 7));
            if (((twos & 1) == 1 && lowModulus is 3 or 5) != ((low & lowModulus & 3) == 3))
            {
                sign = -sign;
            }

            (number, modulus) = (modulus % number, number);
        }

        return modulus.IsOne ? sign : 0;
    }

    /// <summary>The points of order 8 double to those of order 4, where y is 0: 2 y^2 = ... gives d y^4 + 2 y^2 - 1 = 0.</summary>
    private static BigInteger[] SmallOrders()
    {
        // y^2 = (-1 + sqrt(1 + d)) / d, with either root of 1 + d.
        var inverse = BigInteger.ModPow(CurveConstant, Prime - 2, Prime);
        var root = SquareRoot(1 + CurveConstant)!.Value;
        var found = new List<BigInteger> { BigInteger.Zero, BigInteger.One, Prime - 1 };
        foreach (var candidate in new[] { root, Prime - root })
        {
            if (SquareRoot((candidate - 1 + Prime) * inverse % Prime) is { } y)
            {
                found.Add(y);
                found.Add(Prime - y);
            }
        }

        return [.. found];
    }

    /// <summary>A root modulo p, which is 5 modulo 8 (RFC 8032 5.1.1); null where there is none.</summary>
    private static BigInteger? SquareRoot(BigInteger number)
    {
        var root = BigInteger.ModPow(number, (Prime + 3) / 8, Prime);
        if (root * root % Prime == number % Prime)
        {
            return root;
        }

        root = root * BigInteger.ModPow(2, (Prime - 1) / 4, Prime) % Prime;
        return root * root % Prime == number % Prime ? root : null;
    }
}
