using System.Collections.Concurrent;

namespace OpteriusDkim.Dns;

/// <summary>Adapts the questions in flight to what each server can handle.</summary>
/// <param name="ceiling">The most questions in flight to one server.</param>
internal sealed class QueryWindows(int ceiling)
{
    private readonly ConcurrentDictionary<DnsServer, QueryWindow> windows = new();

    /// <summary>A client that waits for a place in its server's window. The time limit of a question begins after that.</summary>
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
