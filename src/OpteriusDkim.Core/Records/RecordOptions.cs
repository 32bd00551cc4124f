using OpteriusDkim.Names;

namespace OpteriusDkim.Records;

/// <summary>How a record is to be published.</summary>
/// <param name="Provider">Who publishes it.</param>
/// <param name="Ttl">Its time to live, in seconds.</param>
/// <param name="Zone">The zone that holds the domain; null for the domain itself.</param>
/// <param name="Testing">Whether the record has <c>t=y</c>: the domain only tests DKIM.</param>
internal sealed record RecordOptions(DkimProvider Provider, int Ttl, DomainName? Zone = null, bool Testing = false)
{
    /// <summary>The domain's delegation: the record of a selector of its set belongs in our zone.</summary>
    public Delegation? Delegation { get; init; }
}
