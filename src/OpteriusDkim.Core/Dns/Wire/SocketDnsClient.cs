using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// Asks over UDP, and over TCP where an answer was cut (RFC 7766). Questions leave from changing ports, each under an
/// id drawn at random; what comes under another id or answers another question is passed over (RFC 5452).
/// </summary>
internal sealed class SocketDnsClient : IDnsClient
{
    private readonly UdpSockets sockets = new();
    private readonly RandomIds ids = new();

    /// <inheritdoc/>
    public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
    {
        if (question.Name.Contains(WireName.Escape, StringComparison.Ordinal))
        {
            // It comes from an answer: no host, zone or key that could be meant has such a name.
            return new DnsReply(question, DnsOutcome.Malformed)
            {
                Detail = $"{PrintableText.Quote(question.Name)} is not a valid DNS name",
            };
        }

        cancellation.ThrowIfCancellationRequested();
        var patience = new Patience(timeout);
        try
        {
            for (var edns = true; ; edns = false)
            {
                var query = WireQuery.Write(question, ids.Next(), edns);
                var reply = (question.Tcp ? null : await ByUdpAsync(question, query, patience, cancellation).ConfigureAwait(false))
                    ?? await ByTcpAsync(question, query, patience, cancellation).ConfigureAwait(false);
                if (!edns || reply.Detail is not ("FORMERR" or "NOTIMP"))
                {
                    return reply;
                }

                // A server from before EDNS: once more without (RFC 6891 7).
            }
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return patience.MismatchedReplySeen
                ? new DnsReply(question, DnsOutcome.Malformed) { Detail = "the response belongs to another query" }
                : new DnsReply(question, DnsOutcome.Timeout)
                {
                    Detail = string.Create(CultureInfo.InvariantCulture, $"no response within {timeout.TotalSeconds:0.###} s"),
                };
        }
        catch (SocketException exception)
        {
            return new DnsReply(question, exception.SocketErrorCode == SocketError.TimedOut ? DnsOutcome.Timeout : DnsOutcome.Unreachable)
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

    private Task<DnsReply?> ByUdpAsync(DnsQuestion question, byte[] query, Patience patience, CancellationToken cancellation) =>
        UdpExchange.Begin(sockets.Rent(question.Server), question, query, patience, cancellation);

    private static async Task<DnsReply> ByTcpAsync(DnsQuestion question, byte[] query, Patience patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience.Left);
        using var socket = new Socket(question.Server.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(question.Server.Address, question.Server.Port, limit.Token).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        byte[] prefix = [(byte)(query.Length >> 8), (byte)query.Length];
        await stream.WriteAsync((byte[])[.. prefix, .. query], limit.Token).ConfigureAwait(false);
        try
        {
            await stream.ReadExactlyAsync(prefix, limit.Token).ConfigureAwait(false);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(message, limit.Token).ConfigureAwait(false);
            if (WireReply.Answers(message, query))
            {
                return WireReply.Read(message, question);
            }

            patience.MismatchedReplySeen = true;
            throw new FormatException("the response belongs to another query");
        }
        catch (IOException exception)
        {
            throw exception.InnerException as SocketException
                ?? (Exception)new FormatException("the connection was closed before the response was complete", exception);
        }
    }
}
