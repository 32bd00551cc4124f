using OpteriusDkim.Records;

namespace OpteriusDkim.Dns;

/// <summary>Tracks how long caches may still hold answers from before a record was right.</summary>
internal sealed class CacheTimes
{
    private int? ownTtl;
    private int others;
    private bool wasRight = true;

    /// <summary>
    /// The wait after the record became right: the longest TTL or negative TTL of other answers. The record's own TTL counts too if an
    /// earlier test failed, since the previous record may have had the same.
    /// </summary>
    /// <param name="slowestAnswer">The slowest response time of the zone's servers.</param>
    public TimeSpan Longest(TimeSpan slowestAnswer) =>
        wasRight ? TimeSpan.Zero : CacheMargin.Over(Math.Max(others, ownTtl ?? 0), slowestAnswer);

    /// <summary>Takes one more test into account.</summary>
    public void Learn(DkimPublicKey key, DkimDnsTest test)
    {
        foreach (var answer in test.Servers)
        {
            if (answer.IsRightFor(key))
            {
                ownTtl = Math.Max(ownTtl ?? 0, answer.Ttl ?? 0);
            }
            else
            {
                others = Math.Max(others, Math.Max(answer.Ttl ?? 0, answer.NegativeTtl ?? 0));
            }
        }

        wasRight &= test.Status == DkimDnsStatus.Verified;
    }
}
