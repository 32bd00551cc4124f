using DnsClient;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>
/// Lookups by the DnsClient package, which opens a socket for each message by UDP, so that each leaves from a port of its own
/// (RFC 5452 9.2). What the package doesn't check or tell apart is added by <see cref="DnsClientQuery"/>.
/// </summary>
internal sealed class DnsClientLookup : IDnsClient
{
    private readonly LookupClient client = new(new LookupClientOptions { AutoResolveNameServers = false });

    static DnsClientLookup() => Logging.LoggerFactory = UnreadableReplies.Factory;

    /// <inheritdoc/>
    public async Task<DnsReply> AskAsync(Question question, TimeSpan timeout, CancellationToken cancellation)
    {
        if (question.Name.Contains('\\', StringComparison.Ordinal))
        {
            // It comes from a reply: no host, zone or key that could be meant has such a name.
            return new DnsReply(question, DnsOutcome.Malformed)
            {
                Detail = $"{PrintableText.Quote(question.Name)} is not a valid DNS name",
            };
        }

        cancellation.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        var query = new DnsClientQuery(client, question, timeout, deadline.Token);
        try
        {
            if (question.Unchecked)
            {
                return await UncheckedLookup.AskAsync(question, timeout, deadline.Token).ConfigureAwait(false);
            }

            // A server from before EDNS is asked once more without (RFC 6891 7).
            var reply = await query.AskAsync(edns: true).ConfigureAwait(false);
            return reply.Detail is "FORMERR" or "NOTIMP" ? await query.AskAsync(edns: false).ConfigureAwait(false) : reply;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return query.Problem is { } problem
                ? new DnsReply(question, DnsOutcome.Malformed) { Detail = problem }
                : new DnsReply(question, DnsOutcome.Timeout) { Detail = $"no response within {timeout.TotalSeconds:0.###} s" };
        }
        finally
        {
            // Closes the sockets of messages that are still unanswered.
            await deadline.CancelAsync().ConfigureAwait(false);
        }
    }
}
