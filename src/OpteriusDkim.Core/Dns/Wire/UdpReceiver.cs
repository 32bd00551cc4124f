using System.Collections.Concurrent;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// One thread that receives for all sockets and keeps the time of all questions, since a timer and a wait for each
/// cost more than a question. It ends a while after the last socket was closed.
/// </summary>
internal sealed class UdpReceiver
{
    private const int LargestMessage = 65535;

    /// <summary>How exactly times are kept, and how soon it is seen that who asked has given up.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Action<long> tidy;
    private readonly object gate = new();
    private readonly ConcurrentDictionary<int, UdpSocket> sockets = new();
    private Epoll? epoll;
    private long lastUsed;

    /// <summary>Makes one that doesn't run yet.</summary>
    /// <param name="tidy">Additional work at each tick; receives the time in milliseconds.</param>
    public UdpReceiver(Action<long> tidy) => this.tidy = tidy;

    /// <summary>Receives for a socket, until it is closed.</summary>
    public void Watch(UdpSocket socket)
    {
        lock (gate)
        {
            lastUsed = Environment.TickCount64;
            if (epoll is null)
            {
                epoll = new Epoll();
                new Thread(Run) { IsBackground = true }.UnsafeStart(epoll);
            }

            epoll.Add(socket.Number);
            sockets[socket.Number] = socket;
        }
    }

    /// <summary>Stops receiving for it before it is closed.</summary>
    public void Forget(UdpSocket socket) => sockets.TryRemove(socket.Number, out _);

    private void Run(object? state)
    {
        var waiting = (Epoll)state!;
        var room = new byte[LargestMessage];
        var beat = Environment.TickCount64;
        do
        {
            foreach (var number in waiting.Wait(Beat))
            {
                if (sockets.TryGetValue(number, out var socket))
                {
                    socket.Receive(room);
                }
            }

            var now = Environment.TickCount64;
            if (now - beat >= Beat.TotalMilliseconds)
            {
                beat = now;
                LookAtAll(now);
            }
        }
        while (!IsOver());
        waiting.Close();
    }

    private void LookAtAll(long now)
    {
        foreach (var (_, socket) in sockets)
        {
            socket.Exchange?.Look(now);
        }

        tidy(now);
    }

    private bool IsOver()
    {
        lock (gate)
        {
            if (!sockets.IsEmpty || Environment.TickCount64 - lastUsed < Rest.TotalMilliseconds)
            {
                return false;
            }

            epoll = null;
            return true;
        }
    }
}
