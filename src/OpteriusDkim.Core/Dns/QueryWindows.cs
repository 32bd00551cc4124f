using System.Collections.Concurrent;

namespace OpteriusDkim.Dns;

/// <summary>Gives each server as many questions at once as it can bear.</summary>
/// <param name="ceiling">The largest number of questions under way to one server.</param>
internal sealed class QueryWindows(int ceiling)
{
    private readonly ConcurrentDictionary<DnsServer, QueryWindow> windows = new();

    /// <summary>A client that waits for a place in its server's window. The time limit of a question begins after that.</summary>
    /// <param name="client">Asks.</param>
    public IDnsClient Pace(IDnsClient client) => new PacedClient(client, windows, ceiling);

    private sealed class PacedClient(IDnsClient client, ConcurrentDictionary<DnsServer, QueryWindow> windows, int ceiling) : IDnsClient
    {
        public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
        {
            var window = windows.GetOrAdd(question.Server, _ => new QueryWindow(ceiling));
            var place = await window.EnterAsync(cancellation).ConfigureAwait(false);
            DnsReply? reply = null;
            try
            {
                return reply = await client.AskAsync(question, timeout, cancellation).ConfigureAwait(false);
            }
            finally
            {
                window.Leave(place, reply);
            }
        }
    }
}
