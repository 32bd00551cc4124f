using OpteriusDkim.Records;

namespace OpteriusDkim.Dns;

/// <summary>How long caches may hold what was published before a record was right.</summary>
internal sealed class CacheTimes
{
    private int? ownTtl;
    private int others;
    private bool wasRight = true;

    /// <summary>
    /// The time from the moment at which the record is right: the longest negative TTL and TTL seen of anything else, and the
    /// record's own where the first test didn't find it right, since what was there before may have had the same.
    /// </summary>
    /// <param name="slowestAnswer">The longest time that an answer of the zone's servers took.</param>
    public TimeSpan Longest(TimeSpan slowestAnswer) =>
        wasRight ? TimeSpan.Zero : CacheMargin.Over(Math.Max(others, ownTtl ?? 0), slowestAnswer);

    /// <summary>Learns from one more test.</summary>
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
