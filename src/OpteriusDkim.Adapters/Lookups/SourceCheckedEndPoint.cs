using System.Net;

namespace OpteriusDkim;

/// <summary>
/// A server's address that notices a datagram from elsewhere (RFC 5452 9.1). DnsClient would take it; the socket that received
/// it has this object describe the sender.
/// </summary>
internal sealed class SourceCheckedEndPoint(IPAddress address, int port) : IPEndPoint(address, port)
{
    /// <summary>Whether a datagram came from another address or port.</summary>
    public bool IsForeign { get; private set; }

    /// <inheritdoc/>
    public override EndPoint Create(SocketAddress socketAddress)
    {
        var sender = base.Create(socketAddress);
        IsForeign |= !sender.Equals(this);
        return sender;
    }
}
