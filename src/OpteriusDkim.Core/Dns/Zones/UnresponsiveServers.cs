using System.Collections.Concurrent;

namespace OpteriusDkim.Dns.Zones;

/// <summary>
/// Queries a zone's server at one of its addresses. An address that didn't respond is tried last, and skipped for a while after several
/// failures in a row, so that a dead server doesn't delay thousands of names.
/// </summary>
internal sealed class UnresponsiveServers(IDnsClient client, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>How many queries in a row an address may leave unanswered before it is skipped.</summary>
    private const int Limit = 3;

    private static readonly TimeSpan SkippedFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<DnsServer, Silence> silent = new();

    /// <summary>Asks by UDP, without DNSSEC records.</summary>
    /// <returns>The answer, else the most telling failure; null if the server has no address.</returns>
    public Task<DnsReply?> AskAsync(ZoneServer server, string name, DnsRecordType type, CancellationToken cancellation) =>
        AskAsync(server, name, type, signatures: false, tcp: false, cancellation);

    /// <summary>Tries the addresses until one answers.</summary>
    /// <param name="signatures">Whether to request DNSSEC records.</param>
    /// <returns>The answer, else the most telling failure; null if the server has no address.</returns>
    public async Task<DnsReply?> AskAsync(
        ZoneServer server, string name, DnsRecordType type, bool signatures, bool tcp, CancellationToken cancellation)
    {
        DnsReply? worst = null;
        foreach (var address in InTurn(server.Addresses))
        {
            var reply = await AskAsync(
                new DnsQuestion(name, type, address) { Recursive = false, Signatures = signatures, Tcp = tcp },
                cancellation).ConfigureAwait(false);
            if (reply.IsAnswer)
            {
                return reply;
            }

            // A failure that a server reports says more than an address that cannot be reached.
            worst = worst is null || worst.NoRoute || (!worst.WasReceived && !reply.NoRoute) ? reply : worst;
        }

        return worst;
    }

    /// <summary>The addresses, those that didn't respond last.</summary>
    private IEnumerable<DnsServer> InTurn(IReadOnlyList<DnsServer> addresses) =>
        addresses.Count < 2 ? addresses : addresses.OrderBy(address => silent.GetValueOrDefault(address).Times);

    private async Task<DnsReply> AskAsync(DnsQuestion question, CancellationToken cancellation)
    {
        var before = silent.GetValueOrDefault(question.Server);
        if (before.Times >= Limit && clock.GetUtcNow() - before.Since < SkippedFor)
        {
            return new DnsReply(question, before.Outcome) { Detail = $"the {before.Times} previous queries were not answered" };
        }

        var reply = await client.AskAsync(question, timeout, cancellation).ConfigureAwait(false);
        if (reply.WasReceived)
        {
            silent.TryRemove(question.Server, out _);
        }
        else
        {
            silent[question.Server] = new Silence(before.Times + 1, reply.Outcome, clock.GetUtcNow());
        }

        return reply;
    }

    private readonly record struct Silence(int Times, DnsOutcome Outcome, DateTimeOffset Since);
}
