using System.Diagnostics;

namespace OpteriusDkim.Dns;

/// <summary>
/// Follows aliases: a reply has the whole chain, as if the server had resolved it, and tells whether DNSSEC validation failed.
/// </summary>
internal sealed class AliasFollowingClient(IDnsClient client, bool tcp = false) : IDnsClient
{
    public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var wanted = question with { Tcp = tcp, Signatures = true };
        var asked = wanted;
        IReadOnlyList<DnsResource> answers = [];
        while (true)
        {
            var left = timeout - watch.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                return DnsReply.Silent(wanted, timeout) with { Answers = answers };
            }

            var reply = await client.AskAsync(asked, left, cancellation).ConfigureAwait(false);
            if (reply.Outcome == DnsOutcome.ServerFailure)
            {
                reply = await AskWhyAsync(reply, timeout, watch, cancellation).ConfigureAwait(false);
            }

            answers = answers.Count == 0 ? reply.Answers : [.. answers, .. reply.Answers];
            reply = reply with { Question = wanted, Answers = answers };
            var chain = AliasChain.In(reply);
            var outcome = reply.OutcomeWhere(found: reply.RecordsAt(chain.End).Any());
            if (chain.Problem is { } problem)
            {
                return reply with { Outcome = DnsOutcome.Malformed, Detail = problem };
            }

            if (chain.End == asked.Name || outcome != DnsOutcome.NoData || reply.Authority is not null)
            {
                return outcome == reply.Outcome ? reply : reply with { Outcome = outcome };
            }

            // An authoritative server returns only the alias if its target is in another zone.
            asked = wanted with { Name = chain.End };
        }
    }

    /// <summary>
    /// Finds out whether DNSSEC caused a failure: the server answers with checking disabled and fails again with it enabled. If the
    /// failure was temporary, the second answer is used.
    /// </summary>
    private async Task<DnsReply> AskWhyAsync(DnsReply failure, TimeSpan timeout, Stopwatch watch, CancellationToken cancellation)
    {
        var unproven =
            await AskAgainAsync(failure.Question with { Unchecked = true }, timeout - watch.Elapsed, cancellation).ConfigureAwait(false);
        if (unproven is not { IsAnswer: true })
        {
            return failure;
        }

        var again = await AskAgainAsync(failure.Question, timeout - watch.Elapsed, cancellation).ConfigureAwait(false);
        return again is { IsAnswer: true } ? again : failure with { Disproved = again?.Outcome == DnsOutcome.ServerFailure };
    }

    private async Task<DnsReply?> AskAgainAsync(DnsQuestion question, TimeSpan left, CancellationToken cancellation) =>
        left <= TimeSpan.Zero ? null : await client.AskAsync(question, left, cancellation).ConfigureAwait(false);
}
