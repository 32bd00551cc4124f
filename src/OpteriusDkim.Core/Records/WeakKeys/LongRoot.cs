namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Square roots of long numbers, one 64-bit word of the root after the other, without allocation.</summary>
internal static class LongRoot
{
    /// <summary>Computes the root, rounded down, and the remainder.</summary>
    /// <param name="number">
    /// An even number of words, the lowest first; one of the two highest bits is set. Replaced by number - root^2.
    /// </param>
    /// <param name="root">Takes half as many words.</param>
    public static void Take(Span<ulong> number, Span<ulong> root)
    {
        root[^1] = FirstWord(ref number[^1], ref number[^2]);
        var inverse = InverseOf(root[^1]);
        for (var known = 1; known < root.Length; known++)
        {
            // The remainder is at most twice the root: the word above is 0 or 1.
            var from = number.Length - (2 * known) - 2;
            ref var above = ref number[from + known + 2];
            var rest = number.Slice(from, known + 2);
            var word = Estimate(above, rest, root[^known..], inverse);
            root[^(known + 1)] = Subtract(rest, ref above, root[^known..], word);
        }
    }

    /// <summary>The root of two words, which are replaced with the remainder.</summary>
    private static ulong FirstWord(ref ulong high, ref ulong low)
    {
        var number = new UInt128(high, low);
        var root = (ulong)Math.Min(Math.Sqrt(high) * Math.Pow(2, 32), ulong.MaxValue - 2048D);

        // One step of Newton's method rounds up or is exact; the start is right to about 50 bits.
        root = (ulong)UInt128.Min(ulong.MaxValue, (root + (number / root)) >> 1);
        while ((UInt128)root * root > number)
        {
            root--;
        }

        number -= (UInt128)root * root;
        (high, low) = ((ulong)(number >> 64), (ulong)number);
        return root;
    }

    /// <summary>(2^128 - 1) / divisor - 2^64 (Möller and Granlund, Improved Division by Invariant Integers, 2011).</summary>
    private static ulong InverseOf(ulong divisor) => (ulong)(UInt128.MaxValue / divisor);

    /// <summary>The next word of the root, rarely 1 or 2 too large: half of the remainder, divided by the root's first two words.</summary>
    private static ulong Estimate(ulong above, ReadOnlySpan<ulong> rest, ReadOnlySpan<ulong> root, ulong inverse)
    {
        var (first, second) = (root[^1], root.Length > 1 ? root[^2] : 0);
        var (high, middle) = ((above << 63) | (rest[^1] >> 1), (rest[^1] << 63) | (rest[^2] >> 1));
        if (high >= first)
        {
            return ulong.MaxValue;
        }

        // Algorithm 4 of the same paper.
        var quotient = Math.BigMul(inverse, high, out var fraction);
        unchecked
        {
            fraction += middle;
            quotient += high + (fraction < middle ? 1UL : 0) + 1;
            var remainder = middle - (quotient * first);
            var excess = remainder > fraction ? 1UL : 0;
            quotient -= excess;
            remainder += first & (0 - excess);
            if (remainder >= first)
            {
                quotient++;
                remainder -= first;
            }

            // Knuth, The Art of Computer Programming 4.3.1, algorithm D, step D3.
            var part = Math.BigMul(quotient, second, out var low);
            var next = (rest[^2] << 63) | (rest[^3] >> 1);
            excess = (part > remainder ? 1UL : 0) | ((part == remainder ? 1UL : 0) & (low > next ? 1UL : 0));
            return quotient - excess;
        }
    }

    /// <summary>Subtracts word * (2 * root * 2^64 + word), with a smaller word if that is too much, and returns the word.</summary>
    private static ulong Subtract(Span<ulong> rest, ref ulong above, ReadOnlySpan<ulong> root, ulong word)
    {
        // Each carry is subtracted from the next word: the high half of a product and the borrow.
        var carry = SubtractProduct(ref rest[0], word, word, 0);
        var bit = 0UL;
        var middle = rest.Slice(1, root.Length);
        for (var at = 0; at < middle.Length; at++)
        {
            carry = SubtractProduct(ref middle[at], word, (root[at] << 1) | bit, carry);
            bit = root[at] >> 63;
        }

        // The first word of the root has its highest bit, so twice the root has one word more, which is 1.
        var last = unchecked(carry + word);
        var balance = (long)above - (last < word ? 1 : 0) - (rest[^1] < last ? 1 : 0);
        rest[^1] = unchecked(rest[^1] - last);
        for (; balance < 0; word--)
        {
            balance += AddBack(rest, root, word);
        }

        above = (ulong)balance;
        return word;
    }

    /// <summary>Adds 2 * root * 2^64 + 2 * word - 1, the difference for a word smaller by one, and returns the carry.</summary>
    private static long AddBack(Span<ulong> rest, ReadOnlySpan<ulong> root, ulong word)
    {
        var sum = rest[0] + ((UInt128)word << 1) - 1;
        rest[0] = (ulong)sum;
        var bit = 0UL;
        for (var at = 0; at < root.Length; at++)
        {
            sum = (sum >> 64) + rest[at + 1] + ((root[at] << 1) | bit);
            bit = root[at] >> 63;
            rest[at + 1] = (ulong)sum;
        }

        sum = (sum >> 64) + rest[^1] + bit;
        rest[^1] = (ulong)sum;
        return (long)(sum >> 64);
    }

    private static ulong SubtractProduct(ref ulong from, ulong left, ulong right, ulong carry)
    {
        var high = Math.BigMul(left, right, out var low);
        low = unchecked(low + carry);
        carry = high + (low < carry ? 1UL : 0) + (from < low ? 1UL : 0);
        from = unchecked(from - low);
        return carry;
    }
}
