using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>
/// A socket with a port that the kernel chose at random. Connected, it gets only what comes from its server's address,
/// and is told when nobody listens there. Disposed, it goes back to where it was rented, and may serve again.
/// </summary>
internal sealed class UdpSocket : IDisposable
{
    private readonly UdpSockets home;
    private readonly Socket socket;

    private UdpSocket(UdpSockets home, DnsServer server)
    {
        this.home = home;
        Server = server;
        socket = new Socket(server.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    }

    /// <summary>To whom it leads.</summary>
    public DnsServer Server { get; }

    /// <summary>How many messages it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Whether all came that was waited for, and nothing else: what may still come must not meet the next question.</summary>
    public bool IsClean { get; set; } = true;

    /// <summary>Opens and connects one; nothing is sent.</summary>
    /// <param name="home">Where it goes back to.</param>
    /// <param name="server">The server.</param>
    /// <exception cref="SocketException">There is no way to it.</exception>
    public static UdpSocket Open(UdpSockets home, DnsServer server)
    {
        var opened = new UdpSocket(home, server);
        try
        {
            opened.socket.Connect(server.Address, server.Port);
            return opened;
        }
        catch
        {
            opened.Close();
            throw;
        }
    }

    /// <summary>Sends a message.</summary>
    public async ValueTask SendAsync(byte[] message, CancellationToken cancellation)
    {
        Sent++;
        await socket.SendAsync(message, SocketFlags.None, cancellation).ConfigureAwait(false);
    }

    /// <summary>Receives one message, and gives its length.</summary>
    public ValueTask<int> ReceiveAsync(byte[] room, CancellationToken cancellation) =>
        socket.ReceiveAsync(room, SocketFlags.None, cancellation);

    /// <summary>Gives it back.</summary>
    public void Dispose() => home.Return(this);

    /// <summary>Ends it.</summary>
    public void Close() => socket.Dispose();
}
