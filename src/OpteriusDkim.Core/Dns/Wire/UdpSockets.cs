using System.Net.Sockets;

namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// Sockets that a burst of queries shares, since opening and closing one costs more than a question. Each serves
/// one question at a time and few in all, so source ports keep changing (RFC 5452 9.2); a lone question gets a new
/// one, and soon after a burst all are closed.
/// </summary>
internal sealed class UdpSockets
{
    /// <summary>How many messages leave from one port.</summary>
    private const int MostMessages = 16;

    /// <summary>Sockets that wait for a question, at most.</summary>
    private const int MostIdle = 64;

    /// <summary>How long a burst lasts after two queries were in flight at once, in milliseconds.</summary>
    private const int CrowdLasts = 50;

    private readonly object gate = new();
    private readonly UdpReceiver receiver;
    private readonly Dictionary<DnsServer, Stack<UdpSocket>> idle = [];
    private int idleCount;
    private int underWay;
    private long crowdUntil;

    public UdpSockets() => receiver = new UdpReceiver(Tidy);

    /// <summary>A socket connected to a server. It comes back when it is disposed.</summary>
    /// <param name="server">The server.</param>
    /// <exception cref="SocketException">There is no way to the server.</exception>
    public UdpSocket Rent(DnsServer server)
    {
        lock (gate)
        {
            if (++underWay > 1)
            {
                crowdUntil = Environment.TickCount64 + CrowdLasts;
            }

            while (idle.TryGetValue(server, out var waiting) && waiting.TryPop(out var socket))
            {
                idleCount--;
                if (socket.IsClean)
                {
                    return socket;
                }

                Close(socket);
            }
        }

        try
        {
            return Open(server);
        }
        catch
        {
            lock (gate)
            {
                underWay--;
            }

            throw;
        }
    }

    /// <summary>Takes a socket back.</summary>
    /// <param name="socket">The socket.</param>
    public void Return(UdpSocket socket)
    {
        lock (gate)
        {
            underWay--;
            if (socket.IsClean && socket.Sent < MostMessages && idleCount < MostIdle && Environment.TickCount64 < crowdUntil)
            {
                Keep(socket);
                return;
            }
        }

        Close(socket);
    }

    private UdpSocket Open(DnsServer server)
    {
        var socket = new UdpSocket(this, server);
        try
        {
            receiver.Watch(socket);
            return socket;
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    private void Keep(UdpSocket socket)
    {
        if (!idle.TryGetValue(socket.Server, out var waiting))
        {
            idle.Add(socket.Server, waiting = new Stack<UdpSocket>());
        }

        waiting.Push(socket);
        idleCount++;
    }

    private void Close(UdpSocket socket)
    {
        receiver.Forget(socket);
        socket.Close();
    }

    /// <summary>Closes the sockets of a burst that has ended.</summary>
    private void Tidy(long now)
    {
        lock (gate)
        {
            if (now < crowdUntil)
            {
                return;
            }

            foreach (var socket in idle.Values.SelectMany(waiting => waiting))
            {
                Close(socket);
            }

            idle.Clear();
            idleCount = 0;
        }
    }
}
