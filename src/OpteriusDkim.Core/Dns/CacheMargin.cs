namespace OpteriusDkim.Dns;

/// <summary>
/// How much longer than a TTL a cache may keep an answer. Resolvers count whole seconds, start counting when the answer arrives, and
/// some keep it a little longer than they should.
/// </summary>
internal static class CacheMargin
{
    private const int PartOfTtl = 20;

    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPart = TimeSpan.FromMinutes(1);

    /// <summary>How long after an answer was last given a cache may still hold it.</summary>
    /// <param name="ttl">Its TTL, in seconds.</param>
    /// <param name="slowestAnswer">The slowest response time of its servers.</param>
    public static TimeSpan Over(long ttl, TimeSpan slowestAnswer)
    {
        var part = TimeSpan.FromSeconds((double)ttl / PartOfTtl);
        return TimeSpan.FromSeconds(ttl) + Rounding + slowestAnswer + (part < LongestPart ? part : LongestPart);
    }
}
