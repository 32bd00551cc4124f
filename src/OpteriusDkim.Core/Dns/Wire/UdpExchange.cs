namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// A question under way by UDP: sent again where no answer comes, and over with an answer, when its time is up, or when
/// who asked has given up. Its result is null where the answer was cut, and the whole is to be had by TCP.
/// </summary>
internal sealed class UdpExchange : TaskCompletionSource<DnsReply?>
{
    /// <summary>How often a question is sent, the first time included.</summary>
    private const int Attempts = 3;

    private readonly UdpSocket socket;
    private readonly DnsQuestion question;
    private readonly byte[] query;
    private readonly Patience patience;
    private readonly CancellationToken cancellation;
    private readonly long pause;
    private long next;
    private int attempt = 1;
    private int over;

    private UdpExchange(UdpSocket socket, DnsQuestion question, byte[] query, Patience patience, CancellationToken cancellation)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        this.socket = socket;
        this.question = question;
        this.query = query;
        this.patience = patience;
        this.cancellation = cancellation;
        pause = (long)patience.Whole.TotalMilliseconds / Attempts;
        next = Environment.TickCount64 + pause;
    }

    /// <summary>Sends a question.</summary>
    /// <param name="socket">By what; it is given back when this is over.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="query">The same as a message.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<DnsReply?> Begin(
        UdpSocket socket, DnsQuestion question, byte[] query, Patience patience, CancellationToken cancellation)
    {
        var exchange = new UdpExchange(socket, question, query, patience, cancellation);
        socket.Exchange = exchange;
        exchange.Send();
        return exchange.Task;
    }

    /// <summary>Takes what came: the answer, or something else, which is passed over.</summary>
    public void Take(ReadOnlySpan<byte> message)
    {
        if (!WireReply.Answers(message, query))
        {
            patience.MismatchedReplySeen = true;
            return;
        }

        try
        {
            var reply = WireReply.IsTruncated(message) ? null : WireReply.Read(message, question);
            if (End(isAnswered: true))
            {
                SetResult(reply);
            }
        }
#pragma warning disable CA1031 // A failure is passed to the caller of that query; it must not end the thread that receives for all.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    /// <summary>Sees what time it is.</summary>
    /// <param name="now">In milliseconds.</param>
    public void Look(long now)
    {
        if (cancellation.IsCancellationRequested)
        {
            if (End())
            {
                SetCanceled(cancellation);
            }
        }
        else if (patience.IsOver(now))
        {
            Fail(new TimeoutException());
        }
        else if (attempt < Attempts && now >= next)
        {
            // Lost on the way, perhaps: once more.
            attempt++;
            next += pause;
            Send();
        }
    }

    /// <summary>Ends it with what went wrong.</summary>
    public void Fail(Exception problem)
    {
        if (End())
        {
            SetException(problem);
        }
    }

    private void Send()
    {
        try
        {
            socket.Send(query);
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            Fail(exception);
        }
    }

    /// <summary>The socket is returned before the caller continues, so that none stays open after the last query.</summary>
    private bool End(bool isAnswered = false)
    {
        if (Interlocked.Exchange(ref over, 1) != 0)
        {
            return false;
        }

        socket.IsClean &= isAnswered && attempt == 1 && !patience.MismatchedReplySeen;
        socket.Dispose();
        return true;
    }
}
