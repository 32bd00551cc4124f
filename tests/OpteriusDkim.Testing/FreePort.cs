using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>
/// Ports of 127.0.0.1 for the servers of tests. They lie below the range from which the kernel takes ports by itself: a server that is
/// started again later would find such a one taken by any connection of another test.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 20_000;

    private static int next = Random.Shared.Next(Count);

    /// <summary>A port that nobody uses, neither by UDP nor by TCP, and that this process has not given yet.</summary>
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
                // Taken: the next.
            }
        }
    }
}
