namespace OpteriusDkim;

/// <summary>
/// Sockets that a crowd of questions shares, since opening and closing one costs more than a question. Each serves
/// one question at a time and few in all, so source ports keep changing (RFC 5452 9.2); a lone question gets a new
/// one, and the last of a crowd closes all.
/// </summary>
internal sealed class UdpSockets
{
    /// <summary>How many messages leave from one port.</summary>
    private const int MostMessages = 16;

    /// <summary>Sockets that wait for a question, at most.</summary>
    private const int MostIdle = 64;

    private readonly object gate = new();
    private readonly Dictionary<DnsServer, Stack<UdpSocket>> idle = [];
    private int idleCount;
    private int underWay;

    /// <summary>A socket connected to a server. It comes back when it is disposed.</summary>
    /// <param name="server">The server.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is no way to the server.</exception>
    public UdpSocket Rent(DnsServer server)
    {
        lock (gate)
        {
            underWay++;
            if (idle.TryGetValue(server, out var waiting) && waiting.TryPop(out var socket))
            {
                idleCount--;
                return socket;
            }
        }

        try
        {
            return UdpSocket.Open(this, server);
        }
        catch
        {
            EndQuestion();
            throw;
        }
    }

    /// <summary>Takes a socket back.</summary>
    /// <param name="socket">The socket.</param>
    public void Return(UdpSocket socket)
    {
        if (!socket.IsClean || socket.Sent >= MostMessages || !TryKeep(socket))
        {
            socket.Close();
        }

        EndQuestion();
    }

    private bool TryKeep(UdpSocket socket)
    {
        lock (gate)
        {
            if (idleCount == MostIdle)
            {
                return false;
            }

            if (!idle.TryGetValue(socket.Server, out var waiting))
            {
                idle.Add(socket.Server, waiting = new Stack<UdpSocket>());
            }

            waiting.Push(socket);
            idleCount++;
            return true;
        }
    }

    private void EndQuestion()
    {
        lock (gate)
        {
            if (--underWay > 0)
            {
                return;
            }

            foreach (var socket in idle.Values.SelectMany(waiting => waiting))
            {
                socket.Close();
            }

            idle.Clear();
            idleCount = 0;
        }
    }
}
