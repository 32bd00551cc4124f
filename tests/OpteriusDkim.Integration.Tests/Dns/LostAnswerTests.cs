using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>Queries whose answer is missing or delayed; the server is a scripted socket.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly UdpClient server = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentQueue<byte[]> queries = new();
    private readonly DnsClientLookup client = new();
    private int silent = int.MaxValue;

    public LostAnswerTests() => _ = AnswerAsync();

    private DnsQuestion Question =>
        new("q.example.com", DnsRecordType.Txt, new DnsServer(IPAddress.Loopback, ((IPEndPoint)server.Client.LocalEndPoint!).Port));

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_lost_query_is_sent_again()
    {
        silent = 2;

        var reply = await client.AskAsync(Question, TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        Assert.Equal((DnsOutcome.NoSuchName, 3), (reply.Outcome, queries.Count));
        Assert.All(queries, query => Assert.Equal(queries.First()[2..], query[2..]));
    }

    [Fact]
    public async Task An_unanswered_query_is_sent_three_times()
    {
        var reply = await client.AskAsync(Question, TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);

        Assert.Equal((DnsOutcome.Timeout, "no response within 0.5 s", 3), (reply.Outcome, reply.Detail, queries.Count));
    }

    [Fact]
    public async Task A_cancelled_query_ends_at_once()
    {
        using var stop = new CancellationTokenSource();
        var asked = client.AskAsync(Question, Long, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Long / 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_closed_port_is_reported_at_once()
    {
        var question = Question;
        server.Dispose();

        var reply = await client.AskAsync(question, Long, TestContext.Current.CancellationToken)
            .WaitAsync(Long / 10, TestContext.Current.CancellationToken);

        Assert.Equal((DnsOutcome.Unreachable, "Connection refused"), (reply.Outcome, reply.Detail));
    }

    [Fact]
    public async Task An_idle_client_queries_again()
    {
        silent = 0;
        Assert.Equal(DnsOutcome.NoSuchName, (await client.AskAsync(Question, Long, TestContext.Current.CancellationToken)).Outcome);

        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        var reply = await client.AskAsync(Question, Long, TestContext.Current.CancellationToken)
            .WaitAsync(Long / 10, TestContext.Current.CancellationToken);

        Assert.Equal(DnsOutcome.NoSuchName, reply.Outcome);
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var received = await server.ReceiveAsync();
                if (received.Buffer.Length == 0)
                {
                    // Only tests whether the server listens.
                    continue;
                }

                queries.Enqueue([.. received.Buffer]);
                if (queries.Count > silent)
                {
                    var message = received.Buffer;
                    (message[2], message[3]) = (0x84, 0x03);
                    message[11] = 0;
                    await server.SendAsync(message, received.RemoteEndPoint);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
