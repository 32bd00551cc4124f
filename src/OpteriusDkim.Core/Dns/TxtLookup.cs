namespace OpteriusDkim;

/// <summary>TXT lookups as a resolver's client makes them: aliases followed, DNSSEC's verdict asked for.</summary>
public sealed class TxtLookup
{
    private readonly IDnsClient client;
    private readonly TimeSpan timeout;
    private readonly bool tcp;

    /// <summary>Puts it together.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="timeout">The time for one query, aliases included.</param>
    /// <param name="tcp">Whether to ask by TCP only.</param>
    public TxtLookup(IDnsClient client, TimeSpan timeout, bool tcp = false)
    {
        this.client = client;
        this.timeout = timeout;
        this.tcp = tcp;
    }

    /// <summary>Asks one server.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <param name="server">The server.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task<TxtAnswer> AskAsync(string name, DnsServer server, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await FollowAsync(name, server, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new TxtAnswer(server, DnsOutcome.Timeout) { Detail = $"nothing within {timeout.TotalSeconds:0.###} s" };
        }
    }

    private async Task<TxtAnswer> FollowAsync(string name, DnsServer server, CancellationToken cancellation)
    {
        var chain = new List<string>();
        var at = name;
        string? redirected = null;
        while (true)
        {
            var asked = at;
            var question = new DnsQuestion(asked, DnsRecordType.Txt, server) { Tcp = tcp, Signatures = true };
            var reply = await client.AskAsync(question, timeout, cancellation).ConfigureAwait(false);
            while (TxtReply.AliasOf(reply, at) is { } target)
            {
                if (chain.Contains(target) || target == name || chain.Count == TxtReply.LongestChain)
                {
                    return Endless(server, chain, target == name || chain.Contains(target)) with { Redirected = redirected };
                }

                redirected ??= TxtReply.RedirectionOf(reply, at);
                chain.Add(target);
                at = target;
            }

            var answer = TxtReply.Read(reply, at, chain) with { Redirected = redirected };
            if (at == asked || answer.Outcome != DnsOutcome.NoData || reply.Authority is not null)
            {
                return answer;
            }

            // An authoritative server gives the alias and leaves its target, in another zone, to the asker.
        }
    }

    private static TxtAnswer Endless(DnsServer server, IReadOnlyList<string> chain, bool circle) =>
        new(server, DnsOutcome.Malformed)
        {
            Chain = chain,
            Detail = circle ? "its aliases go round in a circle" : $"a chain of more than {TxtReply.LongestChain} aliases",
        };
}
