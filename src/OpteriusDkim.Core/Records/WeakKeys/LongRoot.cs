namespace OpteriusDkim;

/// <summary>Square roots of long numbers, a digit of 32 bits after the other as on paper: no allocation, and a microsecond for 2048 bits.</summary>
internal static class LongRoot
{
    /// <summary>The root rounded down, and what remains.</summary>
    /// <param name="number">The number's digits, the lowest first; the two highest have one of their two highest bits set. Replaced by number - root^2.</param>
    /// <param name="root">Takes half as many digits.</param>
    public static void Take(Span<uint> number, Span<uint> root)
    {
        var digits = root.Length;
        var top = ((ulong)number[^1] << 32) | number[^2];
        var first = RootOf(top);
        root[digits - 1] = first;
        top -= (ulong)first * first;
        number[^1] = (uint)(top >> 32);
        number[^2] = (uint)top;
        for (var known = 1; known < digits; known++)
        {
            // What remains is below 2 * root * 2^32 + 1: one digit, which is 0 or 1, lies above the known ones.
            var rest = number.Slice(2 * (digits - known - 1), known + 2);
            var above = 2 * (digits - known - 1) + known + 2 < number.Length ? number[2 * (digits - known - 1) + known + 2] : 0;
            var digit = Estimate(above, rest, root[^1]);
            root[digits - known - 1] = Subtract(rest, above, root[(digits - known)..], digit, out above);
            if (2 * (digits - known - 1) + known + 2 < number.Length)
            {
                number[2 * (digits - known - 1) + known + 2] = above;
            }
        }
    }

    private static uint RootOf(ulong number)
    {
        var root = (ulong)Math.Min(Math.Sqrt(number), uint.MaxValue);
        while (root * root > number)
        {
            root--;
        }

        while (root < uint.MaxValue && (root + 1) * (root + 1) <= number)
        {
            root++;
        }

        return (uint)root;
    }

    /// <summary>The next digit or a little more: half of what remains through the root's first digit.</summary>
    private static uint Estimate(uint above, ReadOnlySpan<uint> rest, uint first)
    {
        var half = ((ulong)above << 63) | ((ulong)rest[^1] << 31) | (rest[^2] >> 1);
        return (uint)Math.Min(half / first, uint.MaxValue);
    }

    /// <summary>Takes digit * (2 * root * 2^32 + digit) from what remains, with a smaller digit where that is too much.</summary>
    private static uint Subtract(Span<uint> rest, uint above, ReadOnlySpan<uint> root, uint digit, out uint left)
    {
        var carry = (ulong)digit * digit;
        var borrow = Take(ref rest[0], (uint)carry, 0);
        carry >>= 32;
        var bit = 0U;
        for (var at = 0; at < root.Length; at++)
        {
            carry += (ulong)digit * ((root[at] << 1) | bit);
            bit = root[at] >> 31;
            borrow = Take(ref rest[at + 1], (uint)carry, borrow);
            carry >>= 32;
        }

        carry += bit * (ulong)digit;
        borrow = Take(ref rest[^1], (uint)carry, borrow);
        var balance = (long)above - (long)(carry >> 32) - borrow;
        for (; balance < 0; digit--)
        {
            balance += AddBack(rest, root, digit);
        }

        left = (uint)balance;
        return digit;
    }

    /// <summary>Adds 2 * root * 2^32 + 2 * digit - 1: what one less in the digit leaves.</summary>
    private static uint AddBack(Span<uint> rest, ReadOnlySpan<uint> root, uint digit)
    {
        var carry = rest[0] + (2UL * digit) - 1;
        rest[0] = (uint)carry;
        carry >>= 32;
        var bit = 0U;
        for (var at = 0; at < root.Length; at++)
        {
            carry += (ulong)rest[at + 1] + ((root[at] << 1) | bit);
            bit = root[at] >> 31;
            rest[at + 1] = (uint)carry;
            carry >>= 32;
        }

        carry += (ulong)rest[^1] + bit;
        rest[^1] = (uint)carry;
        return (uint)(carry >> 32);
    }

    private static uint Take(ref uint from, uint what, uint borrow)
    {
        var difference = (long)from - what - borrow;
        from = (uint)difference;
        return difference < 0 ? 1U : 0U;
    }
}
