using System.Buffers;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Internal;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>Lookups by the DnsClient package, and what it doesn't check or tell apart. Each message by UDP has a port of its own.</summary>
internal sealed class DnsClientLookup : IDnsClient
{
    private readonly LookupClient client = new(new LookupClientOptions { AutoResolveNameServers = false });

    static DnsClientLookup() => Logging.LoggerFactory = new UnreadableReplyLog();

    /// <inheritdoc/>
    public Task<DnsReply> AskAsync(Question question, TimeSpan timeout, CancellationToken cancellation) => question switch
    {
        // It comes from a reply: no host, zone or key that could be meant has such a name.
        _ when question.Name.Contains('\\', StringComparison.Ordinal) => Task.FromResult(
            DnsReply.Malformed(question, $"{PrintableText.Quote(question.Name)} is not a valid DNS name")),
        { Unchecked: true } => UncheckedLookup.AskAsync(question, timeout, cancellation),
        _ => new Query(client, question, timeout).AskAsync(cancellation),
    };

    /// <summary>
    /// One question on its way: sent again when no answer comes, and by TCP when the answer is truncated. A reply to another
    /// question, or one that can't be read, may be forged: the server is asked again.
    /// </summary>
    private sealed class Query(LookupClient client, Question question, TimeSpan timeout)
    {
        private const string Mismatched = "the response belongs to another query";
        private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);
        private CancellationToken deadline;
        private string? problem;
        private int unusable;

        public async Task<DnsReply> AskAsync(CancellationToken cancellation)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(timeout);
            deadline = limit.Token;
            var others = false;
            try
            {
                // Most answers come in that time. After it the question may be lost, or its answer may still come.
                var first = SendUntilUsableAsync(TimeSpan.Zero);
                await ((Task)first).WaitAsync(Silence, deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (first.IsCompleted || question.Tcp)
                {
                    return await first.ConfigureAwait(false);
                }

                others = true;
                var ended = await Task.WhenAny(
                    first, ProbeAsync(), SendUntilUsableAsync(timeout / 9), SendUntilUsableAsync(timeout / 3)).ConfigureAwait(false);
                return (await ended.ConfigureAwait(false)) with { SentAgain = ended != first };
            }
            catch (Exception exception) when (deadline.IsCancellationRequested || exception is FormatException)
            {
                cancellation.ThrowIfCancellationRequested();
                return problem is null ? DnsReply.Silent(question, timeout) : DnsReply.Malformed(question, problem);
            }
            catch (Exception exception) when (exception.GetBaseException() is SocketException error)
            {
                return DnsReply.Failed(question, error);
            }
            finally
            {
                // Closes the sockets of messages that are still unanswered.
                await (others ? limit.CancelAsync() : Task.CompletedTask).ConfigureAwait(false);
            }
        }

        /// <summary>Sends the question, and again after growing pauses as long as the replies don't count.</summary>
        private async Task<DnsReply> SendUntilUsableAsync(TimeSpan pause)
        {
            for (; ; pause = (pause * 2) + TimeSpan.FromMilliseconds(10))
            {
                await Task.Delay(pause, deadline).ConfigureAwait(false);
                if (await SendAsync(edns: true, question.Tcp).ConfigureAwait(false) is { } reply)
                {
                    return reply;
                }
            }
        }

        /// <summary>Sends the question once. The result is null for a reply that doesn't count.</summary>
        private async Task<DnsReply?> SendAsync(bool edns, bool tcp)
        {
            // A name in a reply may point past its end, where the package reads what other code left in the pool's array. The pool
            // gives a thread the array that it returned last: that one is clear.
            ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(DnsQueryOptions.MaximumBufferSize), clearArray: true);
            var server = new CheckedEndPoint(question.Server.Address, question.Server.Port);
            try
            {
                var asked = new DnsClient.DnsQuestion(question.Name, (QueryType)question.Type);
                var response = await client.QueryServerAsync(
                    [new NameServer(server)], asked, Options(edns, tcp), deadline).ConfigureAwait(false);
                if (!server.IsForeign && DnsClientReply.IsAnswerTo(response, question))
                {
                    // A server from before EDNS is asked again without (RFC 6891 7).
                    var reply = DnsClientReply.Read(response, question);
                    return edns && reply.Detail is "FORMERR" or "NOTIMP" ? await SendAsync(edns: false, tcp).ConfigureAwait(false) : reply;
                }

                problem = Mismatched;
            }
            catch (DnsResponseException exception) when (!tcp && !server.IsForeign && exception.InnerException is null)
            {
                // Truncated: what fails in another way has an inner exception.
                return await SendAsync(edns, tcp: true).ConfigureAwait(false);
            }
            catch (Exception exception) when (!deadline.IsCancellationRequested && exception.GetBaseException() is not SocketException)
            {
                problem = server.IsForeign || exception is DnsXidMismatchException ? Mismatched : "the response can't be read";
            }

            // The second is the server's own, unless it may be forged. By TCP, the first may come of a connection that was kept open.
            return (!tcp && problem == Mismatched) || Interlocked.Increment(ref unusable) == 1 ? null : throw new FormatException(problem);
        }

        private DnsQueryOptions Options(bool edns, bool tcp) => new()
        {
            Recursion = question.Recursive,
            RequestDnsSecRecords = edns && question.Signatures,
            ExtendedDnsBufferSize = edns ? 1232 : DnsQueryOptions.MinimumBufferSize, // Rarely fragmented (dnsflagday.net/2020).
            UseTcpOnly = tcp,
            UseTcpFallback = false,
            UseCache = false,
            Retries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };

        /// <summary>
        /// Sends an empty datagram, which servers ignore. Where none listens, the kernel reports that to a connected socket; the
        /// package's aren't, and would wait in vain.
        /// </summary>
        private async Task<DnsReply> ProbeAsync()
        {
            using var socket = new UdpClient(question.Server.Address.AddressFamily);
            socket.Connect(question.Server.Address, question.Server.Port);
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, deadline).ConfigureAwait(false);
            while (true)
            {
                await socket.ReceiveAsync(deadline).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Notices a datagram from elsewhere (RFC 5452 9.1), as the package's sockets have this object describe the sender.</summary>
    private sealed class CheckedEndPoint(IPAddress address, int port) : IPEndPoint(address, port)
    {
        public bool IsForeign { get; private set; }

        public override EndPoint Create(SocketAddress socketAddress)
        {
            IsForeign |= !base.Create(socketAddress).Equals(this);
            return this;
        }
    }

    /// <summary>The package takes a reply that it can't read for a truncated one, after logging it: this log ends the query.</summary>
    private sealed class UnreadableReplyLog : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log(LogLevel logLevel, int eventId, Exception exception, string message, params object[] args) =>
            _ = exception is DnsResponseParseException ? throw new FormatException(message, exception) : 0;
    }
}
