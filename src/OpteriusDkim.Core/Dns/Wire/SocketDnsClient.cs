using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>
/// Asks over UDP, and over TCP where an answer was cut (RFC 7766). Questions leave from changing ports, each under an
/// id drawn at random; what comes under another id or answers another question is passed over (RFC 5452).
/// </summary>
public sealed class SocketDnsClient : IDnsClient
{
    private const int LargestMessage = 65535;

    /// <summary>How often a question is sent by UDP, the first time included.</summary>
    private const int Attempts = 3;

    private readonly UdpSockets sockets = new();

    /// <inheritdoc/>
    public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
    {
        if (question.Name.Contains(WireName.Escape, StringComparison.Ordinal))
        {
            // It comes from an answer: no host, zone or key that could be meant has such a name.
            return new DnsReply(question, DnsOutcome.Malformed) { Detail = $"{PrintableText.Quote(question.Name)} is not a name that can be asked for" };
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var strange = new Strangers();
        try
        {
            return await AskAsync(question, timeout / Attempts, strange, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return strange.Came
                ? new DnsReply(question, DnsOutcome.Malformed) { Detail = "what came answers another question" }
                : new DnsReply(question, DnsOutcome.Timeout) { Detail = $"nothing within {timeout.TotalSeconds:0.###} s" };
        }
        catch (SocketException exception)
        {
            return new DnsReply(question, DnsOutcome.Timeout)
            {
                Detail = PrintableText.Clean(exception.Message),
                NoRoute = exception.SocketErrorCode
                    is SocketError.NetworkUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable,
            };
        }
        catch (FormatException exception)
        {
            return new DnsReply(question, DnsOutcome.Malformed) { Detail = exception.Message };
        }
    }

    private async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan pause, Strangers strange, CancellationToken cancellation)
    {
        var reply = await ExchangeAsync(question, edns: true, pause, strange, cancellation).ConfigureAwait(false);

        // A server from before EDNS: once more without (RFC 6891 7).
        return reply.Detail is "FORMERR" or "NOTIMP"
            ? await ExchangeAsync(question, edns: false, pause, strange, cancellation).ConfigureAwait(false)
            : reply;
    }

    private async Task<DnsReply> ExchangeAsync(
        DnsQuestion question, bool edns, TimeSpan pause, Strangers strange, CancellationToken cancellation)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var query = WireQuery.Write(question, id, edns);
        var buffer = ArrayPool<byte>.Shared.Rent(question.Tcp ? LargestMessage : 4096);
        try
        {
            if (!question.Tcp)
            {
                var length = await ByUdpAsync(question, id, query, buffer, pause, strange, cancellation).ConfigureAwait(false);
                if (!WireReply.IsTruncated(buffer))
                {
                    return WireReply.Read(buffer.AsSpan(0, length), question);
                }
            }

            return await ByTcpAsync(question, id, query, strange, cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ByUdpAsync(
        DnsQuestion question, ushort id, byte[] query, byte[] buffer, TimeSpan pause, Strangers strange, CancellationToken cancellation)
    {
        using var socket = sockets.Rent(question.Server);
        socket.IsClean = false;
        for (var attempt = 1; ; attempt++)
        {
            await socket.SendAsync(query, cancellation).ConfigureAwait(false);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (attempt < Attempts)
            {
                patience.CancelAfter(pause);
            }

            try
            {
                var length = await ReceiveAsync(socket, question, id, buffer, strange, patience.Token).ConfigureAwait(false);
                socket.IsClean = attempt == 1 && !strange.Came;
                return length;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Lost on the way, perhaps: once more.
            }
        }
    }

    private static async Task<int> ReceiveAsync(
        UdpSocket socket, DnsQuestion question, ushort id, byte[] buffer, Strangers strange, CancellationToken cancellation)
    {
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
            if (WireReply.Answers(buffer.AsSpan(0, length), question, id))
            {
                return length;
            }

            strange.Came = true;
        }
    }

    private static async Task<DnsReply> ByTcpAsync(
        DnsQuestion question, ushort id, byte[] query, Strangers strange, CancellationToken cancellation)
    {
        using var socket = new Socket(question.Server.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(question.Server.Address, question.Server.Port, cancellation).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        byte[] prefix = [(byte)(query.Length >> 8), (byte)query.Length];
        await stream.WriteAsync((byte[])[.. prefix, .. query], cancellation).ConfigureAwait(false);
        try
        {
            await stream.ReadExactlyAsync(prefix, cancellation).ConfigureAwait(false);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
            if (WireReply.Answers(message, question, id))
            {
                return WireReply.Read(message, question);
            }

            strange.Came = true;
            throw new FormatException("what came answers another question");
        }
        catch (IOException exception)
        {
            throw exception.InnerException as SocketException
                ?? (Exception)new FormatException("the connection was closed before the answer was whole", exception);
        }
    }

    /// <summary>Whether messages came that answer something else.</summary>
    private sealed class Strangers
    {
        public bool Came { get; set; }
    }
}
