namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Remainders of long numbers modulo one of 32 bits: that of the sum of the words, each times its power of 2^64 modulo the divisor.
/// </summary>
internal sealed class WordRemainder
{
    private const int MostWords = 16384 / 64;

    private readonly uint divisor;
    private readonly uint[] weights = new uint[MostWords];

    /// <summary>Remainders of a divisor.</summary>
    public WordRemainder(uint divisor)
    {
        this.divisor = divisor;
        weights[0] = 1;
        var power = (uint)((UInt128.One << 64) % divisor);
        for (var at = 1; at < MostWords; at++)
        {
            weights[at] = (uint)((ulong)weights[at - 1] * power % divisor);
        }
    }

    /// <summary>The remainder of a number.</summary>
    /// <param name="number">Its words, the lowest first; 256 at most.</param>
    public uint Of(ReadOnlySpan<ulong> number)
    {
        var (low, high) = (0UL, 0UL);
        var used = weights.AsSpan(0, number.Length);
        for (var at = 0; at < used.Length; at++)
        {
            high += Math.BigMul(number[at], used[at], out var product);
            low = unchecked(low + product);
            high += low < product ? 1UL : 0;
        }

        return (uint)(((high % divisor * weights[1]) + (low % divisor)) % divisor);
    }
}
