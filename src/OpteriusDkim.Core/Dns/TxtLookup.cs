using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim.Dns;

/// <summary>TXT lookups as a resolver's client makes them: aliases followed, DNSSEC's verdict asked for.</summary>
internal sealed class TxtLookup : ITxtResolver
{
    private readonly IDnsClient client;
    private readonly bool tcp;

    /// <summary>Puts it together.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="tcp">Whether to ask by TCP only.</param>
    public TxtLookup(IDnsClient client, bool tcp = false)
    {
        this.client = client;
        this.tcp = tcp;
    }

    /// <inheritdoc/>
    public async Task<TxtAnswer> QueryAsync(string name, DnsServer server, TimeSpan timeout, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var chain = new List<string>();
        var at = name;
        string? redirected = null;
        while (true)
        {
            var left = timeout - watch.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                return new TxtAnswer(server, DnsOutcome.Timeout)
                {
                    Chain = chain,
                    Detail = string.Create(CultureInfo.InvariantCulture, $"no response within {timeout.TotalSeconds:0.###} s"),
                };
            }

            var asked = at;
            var question = new DnsQuestion(asked, DnsRecordType.Txt, server) { Tcp = tcp, Signatures = true };
            var reply = await client.AskAsync(question, left, cancellation).ConfigureAwait(false);
            var disproved = false;
            if (reply.Outcome == DnsOutcome.ServerFailure)
            {
                (reply, disproved) = await AskWhyAsync(reply, timeout, watch, cancellation).ConfigureAwait(false);
            }

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

            var answer = TxtReply.Read(reply, at, chain) with { Redirected = redirected, Disproved = disproved };
            if (at == asked || answer.Outcome != DnsOutcome.NoData || reply.Authority is not null)
            {
                return answer;
            }

            // An authoritative server gives the alias and leaves its target, in another zone, to the asker.
        }
    }

    /// <summary>
    /// Whether a server failed over DNSSEC: it answers when asked not to check, and then fails again when it does. It may
    /// as well have failed by chance; then its second answer counts.
    /// </summary>
    private async Task<(DnsReply Reply, bool Disproved)> AskWhyAsync(
        DnsReply failure, TimeSpan timeout, Stopwatch watch, CancellationToken cancellation)
    {
        var unproven =
            await AskAgainAsync(failure.Question with { Unchecked = true }, timeout - watch.Elapsed, cancellation).ConfigureAwait(false);
        if (unproven is not { IsAnswer: true })
        {
            return (failure, false);
        }

        var again = await AskAgainAsync(failure.Question, timeout - watch.Elapsed, cancellation).ConfigureAwait(false);
        return again is { IsAnswer: true } ? (again, false) : (failure, again?.Outcome == DnsOutcome.ServerFailure);
    }

    private async Task<DnsReply?> AskAgainAsync(DnsQuestion question, TimeSpan left, CancellationToken cancellation) =>
        left <= TimeSpan.Zero ? null : await client.AskAsync(question, left, cancellation).ConfigureAwait(false);

    private static TxtAnswer Endless(DnsServer server, IReadOnlyList<string> chain, bool circle) =>
        new(server, DnsOutcome.Malformed)
        {
            Chain = chain,
            Detail = circle ? "its aliases form a loop" : $"a chain of more than {TxtReply.LongestChain} aliases",
        };
}
