using System.Net;

namespace OpteriusDkim.Dns;

/// <summary>DNS servers in order of preference, and the timeout of one query.</summary>
internal sealed class Resolvers(IDnsClient client, IReadOnlyList<DnsServer> servers, TimeSpan timeout)
{
    /// <summary>The servers.</summary>
    public IReadOnlyList<DnsServer> Servers => servers;

    /// <summary>The timeout of one query.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Asks the servers in order until one answers, like the system's resolver.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <returns>The first answer, else the last failure.</returns>
    public async Task<DnsReply> AskInTurnAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        DnsReply? last = null;
        foreach (var server in servers)
        {
            last = await client.AskAsync(new DnsQuestion(name, type, server), timeout, cancellation).ConfigureAwait(false);
            if (last.IsAnswer)
            {
                break;
            }
        }

        return last ?? throw new InvalidOperationException("No DNS server was given.");
    }

    /// <summary>Asks all servers at once.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <returns>A reply for each server.</returns>
    public Task<DnsReply[]> AskEachAsync(string name, DnsRecordType type, CancellationToken cancellation) => Task.WhenAll(
        servers.Select(server => client.AskAsync(new DnsQuestion(name, type, server), timeout, cancellation)));

    /// <summary>The addresses of a server, IPv4 first; if the resolvers find none, those of the glue.</summary>
    /// <param name="glue">Records that came with its name.</param>
    public async Task<IReadOnlyList<DnsServer>> AddressesAsync(string name, IEnumerable<DnsResource> glue, CancellationToken cancellation)
    {
        var replies = await Task.WhenAll(
            AskInTurnAsync(name, DnsRecordType.A, cancellation), AskInTurnAsync(name, DnsRecordType.Aaaa, cancellation))
            .ConfigureAwait(false);
        var found = replies.SelectMany(reply => reply.Answers).Select(record => record.Address).OfType<IPAddress>().ToArray();
        if (found.Length == 0)
        {
            found = [.. glue.Where(record => record.Name == name).Select(record => record.Address).OfType<IPAddress>()];
        }

        return [.. found.Distinct().Select(address => new DnsServer(address, DnsServer.StandardPort))];
    }
}
