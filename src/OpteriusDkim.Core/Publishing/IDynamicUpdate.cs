using OpteriusDkim.Dns;

namespace OpteriusDkim.Publishing;

/// <summary>Changes names of a primary server (RFC 2136).</summary>
internal interface IDynamicUpdate
{
    DnsServer Server { get; }

    /// <summary>
    /// Sends one change. Its prerequisites require the content that was read: no CNAME at the name, and exactly those
    /// TXT records.
    /// </summary>
    /// <param name="ttl">The TTL of added records, in seconds.</param>
    /// <returns>The result. A timeout is a result, not an exception.</returns>
    /// <exception cref="DkimException">The TSIG key can't be used.</exception>
    Task<UpdateReply> SendAsync(string zone, string name, PublicationChange change, int ttl, CancellationToken cancellation);
}
