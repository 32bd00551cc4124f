using System.Net.Sockets;

namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// A socket with a port that the kernel chose at random. Connected, it gets only what comes from its server's address,
/// and learns when nobody listens there. Disposed, it goes back to where it was rented, and may serve again.
/// </summary>
internal sealed class UdpSocket : IDisposable
{
    private readonly UdpSockets home;
    private readonly Socket socket;
    private volatile UdpExchange? exchange;

    /// <summary>Opens and connects one; nothing is sent.</summary>
    /// <param name="home">Where it goes back to.</param>
    /// <param name="server">The server.</param>
    /// <exception cref="SocketException">There is no way to it.</exception>
    public UdpSocket(UdpSockets home, DnsServer server)
    {
        this.home = home;
        Server = server;
        socket = new Socket(server.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Blocking = false;
            socket.Connect(server.Address, server.Port);
            Number = (int)socket.Handle;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>To whom it leads.</summary>
    public DnsServer Server { get; }

    /// <summary>Its number among what the process has open.</summary>
    public int Number { get; }

    /// <summary>What it serves; null while it waits for a question.</summary>
    public UdpExchange? Exchange
    {
        get => exchange;
        set => exchange = value;
    }

    /// <summary>How many messages it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Whether all came that was waited for, and nothing else: what may still come must not meet the next question.</summary>
    public bool IsClean { get; set; } = true;

    /// <summary>Sends a message. What the kernel has no room for is lost, as it may be on the way.</summary>
    /// <exception cref="SocketException">There is no way to the server, or nobody listens there.</exception>
    public void Send(ReadOnlySpan<byte> message)
    {
        Sent++;
        var error = SocketError.Success;
        try
        {
            socket.Send(message, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            // The question was over at this moment.
        }

        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            throw new SocketException((int)error);
        }
    }

    /// <summary>Receives one message, or an error, and gives it to the question that it serves.</summary>
    public void Receive(Span<byte> room)
    {
        try
        {
            var length = socket.Receive(room, SocketFlags.None, out var error);
            if (error != SocketError.WouldBlock)
            {
                Take(room[..length], error);
            }
        }
        catch (ObjectDisposedException)
        {
            // Its crowd ended at this moment.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        exchange = null;
        home.Return(this);
    }

    /// <summary>Ends it.</summary>
    public void Close() => socket.Dispose();

    private void Take(ReadOnlySpan<byte> message, SocketError error)
    {
        if (exchange is not { } served)
        {
            IsClean = false;
        }
        else if (error == SocketError.Success)
        {
            served.Take(message);
        }
        else
        {
            served.Fail(new SocketException((int)error));
        }
    }
}
