using System.Buffers;
using System.Net.Sockets;
using DnsClient;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>
/// One question on its way: sent again when no answer comes, and by TCP when the answer is truncated. A reply to another
/// question, or one that can't be read, may be forged: the server is asked again.
/// </summary>
/// <param name="client">The package.</param>
/// <param name="question">What is asked.</param>
/// <param name="timeout">The time for all of it.</param>
/// <param name="deadline">Canceled when the time is up or the caller gives up.</param>
internal sealed class DnsClientQuery(LookupClient client, Question question, TimeSpan timeout, CancellationToken deadline)
{
    /// <summary>How often a question is sent by UDP that nobody answers, the first time included.</summary>
    private const int Sends = 3;

    /// <summary>What most networks carry unfragmented (dnsflagday.net/2020).</summary>
    private const int EdnsBufferSize = 1232;

    private const string Mismatched = "the response belongs to another query";
    private const string Unreadable = "the response can't be read";
    private const string Closed = "the connection was closed before the response was complete";

    /// <summary>Most answers come earlier. After it, the server is probed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);

    private int unusable;

    /// <summary>What was wrong with the last reply that didn't count, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="edns">Whether to use EDNS.</param>
    /// <exception cref="OperationCanceledException">The deadline.</exception>
    public async Task<DnsReply> AskAsync(bool edns)
    {
        var first = SendAsync(edns, question.Tcp, TimeSpan.Zero);
        try
        {
            if (await first.WaitAsync(Silence, deadline).ConfigureAwait(false) is { } reply)
            {
                return reply;
            }
        }
        catch (TimeoutException)
        {
            // Still under way.
        }

        return await PersistAsync(first, edns).ConfigureAwait(false);
    }

    private async Task<DnsReply> PersistAsync(Task<DnsReply?> first, bool edns)
    {
        var running = question.Tcp ? [first] : new List<Task<DnsReply?>> { first, ProbeAsync() };
        var resend = Task.Delay(question.Tcp ? Timeout.InfiniteTimeSpan : timeout / Sends, deadline);
        var sent = 1;
        var delay = FirstDelay;
        while (true)
        {
            var ended = await Task.WhenAny([.. running, resend]).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
            if (ended == resend)
            {
                running.Add(SendAsync(edns, tcp: false, TimeSpan.Zero));
                resend = Task.Delay(++sent < Sends ? timeout / Sends : Timeout.InfiniteTimeSpan, deadline);
            }
            else if (await ((Task<DnsReply?>)ended).ConfigureAwait(false) is { } reply)
            {
                return reply;
            }
            else
            {
                running.Remove((Task<DnsReply?>)ended);
                running.Add(SendAsync(edns, question.Tcp, delay));
                delay *= 2;
            }
        }
    }

    /// <summary>Sends the question.</summary>
    /// <returns>The reply; null for one that doesn't count.</returns>
    private async Task<DnsReply?> SendAsync(bool edns, bool tcp, TimeSpan delay)
    {
        var unreadable = UnreadableReplies.Watch();
        var server = new SourceCheckedEndPoint(question.Server.Address, question.Server.Port);
        try
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, deadline).ConfigureAwait(false);
            }

            var response = await QueryAsync(server, edns, tcp).ConfigureAwait(false);
            return DnsClientReply.IsAnswerTo(response, question) && !server.IsForeign
                ? DnsClientReply.Read(response, question)
                : Unusable(Mismatched, tcp ? 1 : int.MaxValue);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            throw new OperationCanceledException(deadline);
        }
        catch (DnsXidMismatchException)
        {
            return Unusable(Mismatched, tcp ? 1 : int.MaxValue);
        }
        catch (DnsResponseException exception) when (!tcp && exception.InnerException is null && !unreadable.Seen && !server.IsForeign)
        {
            // Truncated: what fails in another way has an inner exception.
            return await SendAsync(edns, tcp: true, TimeSpan.Zero).ConfigureAwait(false);
        }
        catch (DnsResponseException exception) when (tcp && exception.Code == DnsResponseCode.ConnectionTimeout)
        {
            // It may be a connection that the package had kept open.
            return Unusable(Closed, 2);
        }
#pragma warning disable CA1031 // What the package throws depends on the bytes.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception switch
            {
                _ when server.IsForeign => Unusable(Mismatched, int.MaxValue),
                _ when SocketErrorIn(exception) is { } error => Failed(error),
                _ => Unusable(Unreadable, tcp ? 1 : 2),
            };
        }
    }

    private Task<IDnsQueryResponse> QueryAsync(SourceCheckedEndPoint server, bool edns, bool tcp)
    {
        // A name in a reply may point past its end, where the package reads what other code left in the pool's array. The pool
        // gives a thread the array that it returned last: that one is clear.
        ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(DnsQueryOptions.MaximumBufferSize), clearArray: true);
        var options = new DnsQueryOptions
        {
            Recursion = question.Recursive,
            RequestDnsSecRecords = edns && question.Signatures,
            ExtendedDnsBufferSize = edns ? EdnsBufferSize : DnsQueryOptions.MinimumBufferSize,
            UseTcpOnly = tcp,
            UseTcpFallback = false,
            UseCache = false,
            Retries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
        };
        return client.QueryServerAsync(
            [new NameServer(server)], new DnsClient.DnsQuestion(question.Name, (QueryType)question.Type), options, deadline);
    }

    /// <summary>
    /// Sends an empty datagram from a connected socket. Servers ignore it, but where none listens the kernel reports that to a
    /// connected socket. The package's aren't connected and would wait in vain.
    /// </summary>
    private async Task<DnsReply?> ProbeAsync()
    {
        using var socket = new Socket(question.Server.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(question.Server.Address, question.Server.Port, deadline).ConfigureAwait(false);
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, SocketFlags.None, deadline).ConfigureAwait(false);
            await socket.ReceiveAsync(new byte[1], SocketFlags.None, deadline).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            return Failed(exception);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, deadline).ConfigureAwait(false);
        return null;
    }

    /// <summary>Notes a reply that doesn't count.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="limit">How many in a row are the server's own, and no forgery.</param>
    private DnsReply? Unusable(string problem, int limit)
    {
        unusable = Problem == problem ? unusable + 1 : 1;
        Problem = problem;
        return unusable >= limit ? new DnsReply(question, DnsOutcome.Malformed) { Detail = problem } : null;
    }

    private DnsReply Failed(SocketException error) =>
        new(question, error.SocketErrorCode == SocketError.TimedOut ? DnsOutcome.Timeout : DnsOutcome.Unreachable)
        {
            Detail = PrintableText.Clean(error.Message),
            NoRoute = error.SocketErrorCode
                is SocketError.NetworkUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable,
        };

    private static SocketException? SocketErrorIn(Exception? exception) => exception switch
    {
        null => null,
        SocketException error => error,
        _ => SocketErrorIn(exception.InnerException),
    };
}
