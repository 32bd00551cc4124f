namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// The fingerprint of keys of Infineon's RSALib (CVE-2017-15361; Nemec and others, The Return of Coppersmith's Attack, 2017):
/// modulo each of the first 39 primes, such a modulus is a power of 65537.
/// </summary>
internal static class RocaFingerprint
{
    private const uint Generator = 65537;

    // Without the prime 2, of which every odd number is a power.
    private const int OddPrimes = 38;

    // The most selective primes come first.
    private static readonly (int Index, bool[] IsPower)[] Tests =
        [.. SmallPrimes.All.Take(OddPrimes).Select((prime, index) => (index, PowersOf(prime))).OrderBy(test => Share(test.Item2))];

    /// <summary>Whether a modulus has the fingerprint.</summary>
    /// <param name="remainders">Its remainders of <see cref="SmallPrimes"/>.</param>
    /// <param name="words">How many words it has.</param>
    public static bool Matches(ReadOnlySpan<ulong> remainders, int words)
    {
        foreach (var (index, isPower) in Tests)
        {
            if (!isPower[SmallPrimes.Modulo(index, remainders, words)])
            {
                return false;
            }
        }

        return true;
    }

    private static double Share(bool[] isPower) => (double)isPower.Count(power => power) / isPower.Length;

    private static bool[] PowersOf(uint prime)
    {
        var powers = new bool[prime];
        for (var power = 1UL; !powers[power]; power = power * Generator % prime)
        {
            powers[power] = true;
        }

        return powers;
    }
}
