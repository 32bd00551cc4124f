namespace OpteriusDkim.Dns;

/// <summary>Asks DNS servers.</summary>
internal interface IDnsClient
{
    /// <summary>Asks one server one question.</summary>
    /// <param name="timeout">The time limit, for UDP and TCP together.</param>
    /// <returns>The reply. A failure is an outcome, not an exception.</returns>
    Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation);
}
