using System.Runtime.CompilerServices;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Arithmetic modulo the prime 2^64 - 2^32 + 1.</summary>
internal static class PrimeField
{
    /// <summary>The prime.</summary>
    public const ulong Prime = 0xFFFF_FFFF_0000_0001;
    private const ulong Epsilon = 0xFFFF_FFFF; // 2^64 modulo the prime.

    /// <summary>left * right + otherLeft * otherRight, position by position.</summary>
    public static void MultiplyAdd(
        ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, ReadOnlySpan<ulong> otherLeft, Span<ulong> otherRight)
    {
        for (var at = 0; at < otherRight.Length; at++)
        {
            otherRight[at] = Add(Multiply(left[at], right[at]), Multiply(otherLeft[at], otherRight[at]));
        }
    }

    /// <summary>Multiplies position by position.</summary>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other; takes the products.</param>
    public static void Multiply(ReadOnlySpan<ulong> left, Span<ulong> right)
    {
        for (var at = 0; at < right.Length; at++)
        {
            right[at] = Multiply(left[at], right[at]);
        }
    }

    public static ulong Power(ulong number, ulong exponent)
    {
        var power = 1UL;
        for (; exponent > 0; exponent >>= 1, number = Multiply(number, number))
        {
            power = (exponent & 1) == 0 ? power : Multiply(power, number);
        }

        return power;
    }

    // No branches: half of the sums are above the prime, which is not predictable.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong left, ulong right)
    {
        var difference = unchecked(left - right);
        return unchecked(difference - (Epsilon & (0 - (left < right ? 1UL : 0UL))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong left, ulong right) => Subtract(left, Prime - right);

    /// <summary>2^64 is 2^32 - 1 and 2^96 is -1 modulo the prime.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return Add(Subtract(low, high >> 32), ((high & Epsilon) << 32) - (high & Epsilon));
    }
}
