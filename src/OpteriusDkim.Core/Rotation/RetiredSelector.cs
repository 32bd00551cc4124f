using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>A selector of a delegation whose record was removed. It is used again when no cache can hold that record.</summary>
/// <param name="Selector">The selector.</param>
/// <param name="GoneAt">When no server had the record any longer.</param>
/// <param name="LongestTtl">The longest TTL that the record had, in seconds.</param>
internal sealed record RetiredSelector(string Selector, BootTimestamp GoneAt, int LongestTtl)
{
    /// <summary>Whether some server may get the record late and lose it again.</summary>
    public bool PartlyPublished { get; init; }

    /// <summary>The longest TTL of the zones' NS records where a zone had moved, in seconds; else 0.</summary>
    public int NsTtl { get; init; }

    /// <summary>How long caches may hold the record.</summary>
    /// <param name="slowestAnswer">The longest time that an answer of its servers took.</param>
    public TimeSpan Cached(TimeSpan slowestAnswer) =>
        CacheMargin.Over(LongestTtl, slowestAnswer)
        + (NsTtl > 0 ? CacheMargin.Over(NsTtl, slowestAnswer) : TimeSpan.Zero) // Resolvers may ask the old servers that long.
        + (PartlyPublished ? RecordWatch.LeftOutAfter : TimeSpan.Zero);
}
