using System.Numerics;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Groups moduli that share primes, directly or through others.</summary>
internal static class SharingKeys
{
    // The maximum number of factors for pairwise comparison. More are reported as one group.
    private const int MostPairwise = 300;

    /// <summary>The groups of moduli that share primes, each by its positions in ascending order.</summary>
    /// <param name="moduli">Odd numbers, each different from all others.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(BigInteger[] moduli, CancellationToken cancellation)
    {
        var factors = SharedPrimes.Of(moduli, cancellation);
        var byFactor = Enumerable.Range(0, moduli.Length).Where(at => !factors[at].IsOne).GroupBy(at => factors[at]).ToList();
        var overlaps = SharedPrimes.Of([.. byFactor.Select(group => group.Key)], cancellation);
        var groups = byFactor.Where((_, at) => overlaps[at].IsOne).Select(group => group.ToList()).ToList();

        // A modulus that shares both of its primes has another factor than the moduli that share them.
        groups.AddRange(Connected([.. byFactor.Where((_, at) => !overlaps[at].IsOne)], cancellation));
        groups.ForEach(group => group.Sort());
        return [.. groups.OrderBy(group => group[0])];
    }

    private static IEnumerable<List<int>> Connected(List<IGrouping<BigInteger, int>> left, CancellationToken cancellation)
    {
        if (left.Count > MostPairwise)
        {
            yield return [.. left.SelectMany(group => group)];
            yield break;
        }

        while (left.Count > 0)
        {
            var found = new List<IGrouping<BigInteger, int>> { left[0] };
            left.RemoveAt(0);
            for (var at = 0; at < found.Count; at++)
            {
                cancellation.ThrowIfCancellationRequested();
                var factor = found[at].Key;
                var next = left.Where(group => !BigInteger.GreatestCommonDivisor(factor, group.Key).IsOne).ToList();
                found.AddRange(next);
                left.RemoveAll(next.Contains);
            }

            yield return [.. found.SelectMany(group => group)];
        }
    }
}
