namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Checks whether 32 bytes are a secure Ed25519 public key (RFC 8032 5.1.3 and 5.1.7; Chalkias and others,
/// Taming the many EdDSAs, 2020).
/// </summary>
internal static class Ed25519Point
{
    private const byte SignBit = 0x80;

    // d of the curve -x^2 + y^2 = 1 + d x^2 y^2, which is -121665/121666.
    private static readonly long[] CurveConstant = Digits("A3785913CA4DEB75ABD841414D0A700098E879777940C78C73FE6F2BEE6C0352");

    // The y of the eight points of order 1, 2, 4 and 8, in each form that is below 2^255.
    private static readonly byte[][] SmallOrders =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05"),
        Convert.FromHexString("C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A"),
        Convert.FromHexString("ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
        Convert.FromHexString("EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
        Convert.FromHexString("EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
    ];

    /// <summary>The problem of a point, or null.</summary>
    /// <param name="encoded">32 bytes.</param>
    public static string? ProblemOf(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[encoded.Length];
        encoded.CopyTo(y);
        y[^1] &= SignBit ^ byte.MaxValue;
        foreach (var smallOrder in SmallOrders)
        {
            if (y.SequenceEqual(smallOrder))
            {
                return "it is a point of small order, with which anyone can sign";
            }
        }

        if (!IsBelowPrime(y))
        {
            return "it is not in its canonical form";
        }

        return IsOnCurve(y) ? null : "it is not a point on the curve";
    }

    /// <summary>The prime is 2^255 - 19.</summary>
    private static bool IsBelowPrime(ReadOnlySpan<byte> y) =>
        y[0] < 256 - 19 || y[^1] != byte.MaxValue >> 1 || y[1..^1].ContainsAnyExcept(byte.MaxValue);

    /// <summary>x^2 = (y^2 - 1) / (d y^2 + 1) has to be a square.</summary>
    private static bool IsOnCurve(ReadOnlySpan<byte> y)
    {
        Span<long> dividend = stackalloc long[Field25519.Digits];
        Span<long> divisor = stackalloc long[Field25519.Digits];
        Field25519.Read(y, dividend);
        Field25519.Multiply(dividend, dividend, dividend);
        Field25519.Multiply(CurveConstant, dividend, divisor);
        dividend[0]--;
        divisor[0]++;

        // Quotient and product are squares together. Neither number is 0: y isn't that of small order, and -1 / d isn't a square.
        Field25519.Multiply(dividend, divisor, divisor);
        return Jacobi25519.SymbolOf(divisor) == 1;
    }

    private static long[] Digits(string bytes)
    {
        var digits = new long[Field25519.Digits];
        Field25519.Read(Convert.FromHexString(bytes), digits);
        return digits;
    }
}
