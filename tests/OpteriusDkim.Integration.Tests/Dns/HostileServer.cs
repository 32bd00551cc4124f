using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>A scripted DNS server on loopback; null means no answer.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Func<byte[], byte[]?> byUdp;
    private readonly Func<byte[], byte[]?> byTcp;
    private readonly UdpClient udp;
    private readonly TcpListener tcp;

    /// <param name="byUdp">The answer to a query by UDP.</param>
    /// <param name="byTcp">The octets, length included, in answer to a query by TCP; the connection remains open.</param>
    public HostileServer(Func<byte[], byte[]?> byUdp, Func<byte[], byte[]?>? byTcp = null)
    {
        this.byUdp = byUdp;
        this.byTcp = byTcp ?? (_ => null);
        (udp, tcp) = Listen();
        _ = WhileOpen(ServeUdpAsync);
        _ = WhileOpen(ServeTcpAsync);
    }

    /// <summary>The pause before each octet by TCP.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>As -Server takes it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)tcp.LocalEndpoint).Port}");

    public void Dispose()
    {
        stop.Cancel();
        udp.Dispose();
        tcp.Dispose();
        stop.Dispose();
    }

    /// <summary>Binds both protocols to one free port.</summary>
    private static (UdpClient Udp, TcpListener Tcp) Listen()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                return (new UdpClient((IPEndPoint)tcp.LocalEndpoint), tcp);
            }
            catch (SocketException)
            {
                // In use by UDP.
                tcp.Dispose();
            }
        }
    }

    private static async Task WhileOpen(Func<Task> serve)
    {
        try
        {
            await serve();
        }
        catch (Exception exception) when (
            exception is SocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The test has ended, or the client has disconnected.
        }
    }

    private async Task ServeUdpAsync()
    {
        while (true)
        {
            var query = await udp.ReceiveAsync(stop.Token);
            // An empty datagram only tests whether the server listens.
            if (query.Buffer.Length > 0 && byUdp(query.Buffer) is { } answer)
            {
                await udp.SendAsync(answer, query.RemoteEndPoint, stop.Token);
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        var token = stop.Token;
        while (true)
        {
            var connection = await tcp.AcceptTcpClientAsync(token);
            _ = WhileOpen(() => ServeAsync(connection, token));
        }
    }

    private async Task ServeAsync(TcpClient connection, CancellationToken token)
    {
        using (connection)
        {
            var stream = connection.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, token);
            var query = new byte[(length[0] << 8) | length[1]];
            await stream.ReadExactlyAsync(query, token);
            foreach (var part in Parts(byTcp(query) ?? []))
            {
                await Task.Delay(Pause, token);
                await stream.WriteAsync(part, token);
            }

            // Open until the client closes it.
            await stream.CopyToAsync(Stream.Null, token);
        }
    }

    private IEnumerable<byte[]> Parts(byte[] answer) => Pause == TimeSpan.Zero ? [answer] : answer.Select(octet => (byte[])[octet]);
}
