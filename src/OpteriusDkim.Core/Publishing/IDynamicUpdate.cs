using OpteriusDkim.Dns;

namespace OpteriusDkim.Publishing;

/// <summary>Changes names of a primary server (RFC 2136).</summary>
internal interface IDynamicUpdate
{
    /// <summary>The server.</summary>
    DnsServer Server { get; }

    /// <summary>
    /// Sends one change. Its prerequisites hold it to what was seen: no CNAME at the name, and of TXT records those
    /// before, no more and no less.
    /// </summary>
    /// <param name="ttl">Time to live of what is added, in seconds.</param>
    /// <returns>What became of it; no answer is an outcome, not an exception.</returns>
    /// <exception cref="DkimException">The key that signs it can't be used.</exception>
    Task<UpdateReply> SendAsync(string zone, string name, PublicationChange change, int ttl, CancellationToken cancellation);
}
