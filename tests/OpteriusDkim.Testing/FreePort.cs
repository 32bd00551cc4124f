using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>
/// Ports of 127.0.0.1 for test servers. They are below the kernel's ephemeral range: a server that is
/// restarted later could otherwise find its port in use by a connection of another test.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 20_000;

    private static int next = Random.Shared.Next(Count);

    /// <summary>A port that is free for UDP and TCP, and that this process has not used yet.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            try
            {
                using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
                using var tcp = new TcpListener(IPAddress.Loopback, port);
                tcp.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use: try the next.
            }
        }
    }
}
