namespace OpteriusDkim;

/// <summary>Looks stored keys' records up and judges what is found.</summary>
public sealed class DnsVerifier
{
    private readonly ITxtResolver resolver;
    private readonly TimeProvider clock;
    private readonly TimeSpan timeout;
    private readonly IReadOnlyList<DnsServer> servers;
    private readonly bool askEach;

    private DnsVerifier(ITxtResolver resolver, TimeProvider clock, TimeSpan timeout, IReadOnlyList<DnsServer> servers, bool askEach)
    {
        this.resolver = resolver;
        this.clock = clock;
        this.timeout = timeout;
        this.servers = servers;
        this.askEach = askEach;
    }

    /// <summary>Asks each of the servers given.</summary>
    /// <param name="resolver">Asks.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="timeout">The time for one query.</param>
    /// <param name="servers">The servers.</param>
    public static DnsVerifier AskingEach(ITxtResolver resolver, TimeProvider clock, TimeSpan timeout, IReadOnlyList<DnsServer> servers) =>
        new(resolver, clock, timeout, servers, askEach: true);

    /// <summary>Asks as the system's own resolver does: the next server only where one gives no answer.</summary>
    /// <param name="resolver">Asks.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="timeout">The time for one query.</param>
    /// <param name="servers">The servers, the preferred one first.</param>
    public static DnsVerifier AskingInTurn(ITxtResolver resolver, TimeProvider clock, TimeSpan timeout, IReadOnlyList<DnsServer> servers) =>
        new(resolver, clock, timeout, servers, askEach: false);

    /// <summary>The servers that are asked.</summary>
    public IReadOnlyList<DnsServer> Servers => servers;

    /// <summary>Looks one key's record up.</summary>
    /// <param name="key">The stored key.</param>
    /// <param name="cancellation">Ends the lookups at once.</param>
    public async Task<DkimDnsTest> VerifyAsync(StoredKey key, CancellationToken cancellation)
    {
        var name = key.RecordName.Value;
        var answers = askEach
            ? await Task.WhenAll(servers.Select(server => resolver.QueryAsync(name, server, timeout, cancellation))).ConfigureAwait(false)
            : [await AskInTurnAsync(name, cancellation).ConfigureAwait(false)];
        return Verification.Of(key, answers, Now);
    }

    /// <summary>The result for a domain that has no key, or not the one that was named.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selector">The selector that was named, if any.</param>
    /// <param name="others">The selectors that have keys.</param>
    /// <param name="directory">Where keys were looked for.</param>
    public DkimDnsTest MissingKey(DomainName domain, Selector? selector, IReadOnlyList<Selector> others, string directory) =>
        Verification.OfMissingKey(domain, selector, others, directory, Now);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<TxtAnswer> AskInTurnAsync(string name, CancellationToken cancellation)
    {
        TxtAnswer? last = null;
        foreach (var server in servers)
        {
            last = await resolver.QueryAsync(name, server, timeout, cancellation).ConfigureAwait(false);
            if (last.Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName or DnsOutcome.NoData)
            {
                break;
            }
        }

        return last ?? throw new InvalidOperationException("There is no server to ask.");
    }
}
