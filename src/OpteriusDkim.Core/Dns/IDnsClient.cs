namespace OpteriusDkim.Dns;

/// <summary>Asks DNS servers.</summary>
internal interface IDnsClient
{
    /// <summary>Asks one server one question.</summary>
    /// <param name="timeout">The time for the whole of it, by UDP and TCP together.</param>
    /// <returns>What came of it; a failure to get an answer is an outcome, not an exception.</returns>
    Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation);
}
