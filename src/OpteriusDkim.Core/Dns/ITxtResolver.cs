namespace OpteriusDkim.Dns;

/// <summary>Asks DNS servers for TXT records.</summary>
internal interface ITxtResolver
{
    /// <summary>Asks one server: EDNS, TCP where the answer was truncated, CNAMEs followed.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <param name="server">The server.</param>
    /// <param name="timeout">The time for the whole query.</param>
    /// <param name="cancellation">Ends the query at once.</param>
    /// <returns>The answer; a failure to get one is an outcome, not an exception.</returns>
    Task<TxtAnswer> QueryAsync(string name, DnsServer server, TimeSpan timeout, CancellationToken cancellation);
}
