namespace OpteriusDkim.Dns.Zones;

/// <summary>The resolvers by which zones are found: the next is asked where one gives no answer.</summary>
internal sealed class Resolvers(IDnsClient client, IReadOnlyList<DnsServer> servers, TimeSpan timeout)
{
    public async Task<DnsReply> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
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

    /// <summary>The addresses of a server, IPv4 first; those of the glue where the resolver finds none.</summary>
    public async Task<IReadOnlyList<DnsServer>> AddressesAsync(
        string name, IEnumerable<DnsResource> glue, CancellationToken cancellation)
    {
        var replies = await Task.WhenAll(
            AskAsync(name, DnsRecordType.A, cancellation), AskAsync(name, DnsRecordType.Aaaa, cancellation)).ConfigureAwait(false);
        var found = replies.SelectMany(reply => reply.Answers).Select(record => record.Address).OfType<System.Net.IPAddress>().ToArray();
        if (found.Length == 0)
        {
            found = [.. glue.Where(record => record.Name == name).Select(record => record.Address).OfType<System.Net.IPAddress>()];
        }

        return [.. found.Distinct().Select(address => new DnsServer(address, DnsServer.StandardPort))];
    }
}
