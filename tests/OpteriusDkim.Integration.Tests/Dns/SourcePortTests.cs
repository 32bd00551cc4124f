using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>The source ports of queries; the server is a socket that records them and answers NXDOMAIN.</summary>
public sealed class SourcePortTests : IDisposable
{
    private const int MostFromOnePort = 16;

    private readonly UdpClient server = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentQueue<int> ports = new();
    private readonly DnsClientLookup client = new();
    private int copies = 1;

    public SourcePortTests() => _ = AnswerAsync();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Consecutive_queries_use_a_different_port_each()
    {
        for (var number = 0; number < 20; number++)
        {
            await AskAsync(number);
        }

        Assert.True(ports.Distinct().Count() >= 18, string.Join(' ', ports));
    }

    [Fact]
    public async Task Concurrent_queries_do_not_share_a_port()
    {
        await AskManyAsync(2000);

        var counts = ports.CountBy(port => port).Select(port => port.Value).ToArray();
        // The kernel may draw a port a second time.
        Assert.True(counts.Max() <= 2 * MostFromOnePort, $"{counts.Max()} from one port");
    }

    [Fact]
    public async Task No_socket_stays_open_after_a_lone_question()
    {
        await AskAsync(0);

        Assert.Equal(0, OpenSockets());
    }

    [Fact]
    public async Task No_socket_stays_open_for_long_after_a_crowd()
    {
        await AskManyAsync(200);

        Assert.True(SpinWait.SpinUntil(() => OpenSockets() == 0, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_duplicate_answer_does_not_affect_another_query()
    {
        copies = 2;

        await AskManyAsync(500);
    }

    private Task AskManyAsync(int questions) => Parallel.ForEachAsync(
        Enumerable.Range(0, questions), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) => await AskAsync(number));

    private async Task AskAsync(int number)
    {
        var question = new DnsQuestion(
            $"q{number}.example.com", DnsRecordType.Txt, new DnsServer(
                IPAddress.Loopback, ((IPEndPoint)server.Client.LocalEndPoint!).Port));
        var reply = await client.AskAsync(question, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(DnsOutcome.NoSuchName, reply.Outcome);
    }

    /// <summary>The number of this host's sockets connected to the server.</summary>
    private int OpenSockets()
    {
        var remote = $":{((IPEndPoint)server.Client.LocalEndPoint!).Port:X4}";
        return File.ReadLines("/proc/net/udp").Skip(1).Count(
            line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].EndsWith(remote, StringComparison.Ordinal));
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

                ports.Enqueue(received.RemoteEndPoint.Port);
                var message = received.Buffer;
                (message[2], message[3]) = (0x84, 0x03);
                message[11] = 0;
                for (var copy = 0; copy < copies; copy++)
                {
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
