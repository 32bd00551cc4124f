namespace OpteriusDkim.Dns;

/// <summary>
/// Limits the questions in flight to one server. The limit doubles with each round of timely answers, is halved when a question is
/// lost, and then grows by one per round, like TCP's window (RFC 5681 3.1).
/// </summary>
/// <param name="ceiling">The largest limit.</param>
#pragma warning disable CA1001 // The semaphore has nothing to dispose of, as its wait handle isn't used.
internal sealed class QueryWindow(int ceiling)
#pragma warning restore CA1001
{
    /// <summary>The initial limit.</summary>
    public const int Start = 16;

    private const int Least = 4;

    private readonly object gate = new();
    private readonly SemaphoreSlim free = new(Math.Min(Start, ceiling));
    private double size = Math.Min(Start, ceiling);
    private double threshold = ceiling;
    private int excess;
    private long sent;
    private long received;
    private long firstAfterLoss;

    /// <summary>Waits until another question may be sent.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation).ConfigureAwait(false);
        lock (gate)
        {
            return new Place(sent++, received);
        }
    }

    /// <summary>Ends a question.</summary>
    /// <param name="place">What <see cref="EnterAsync"/> gave.</param>
    /// <param name="reply">The reply, or null if the question was cancelled.</param>
    public void Leave(Place place, DnsReply? reply)
    {
        lock (gate)
        {
            var before = (int)size;
            if (reply is not null)
            {
                Adapt(place, reply);
            }

            // After the limit has shrunk, places are withdrawn as questions end.
            excess += before - (int)size;
            var freed = Math.Max(0, 1 - excess);
            excess = Math.Max(0, excess - 1);
            if (freed > 0)
            {
                free.Release(freed);
            }
        }
    }

    private void Adapt(Place place, DnsReply reply)
    {
        var isSilent = !reply.WasReceived && place.Received == received;
        received += reply.WasReceived ? 1 : 0;
        if (isSilent)
        {
            // A server that never answers can't be overloaded, and thousands of questions wait for their timeout.
            size = ceiling;
        }
        else if (reply.WasReceived && !reply.SentAgain)
        {
            size = Math.Min(ceiling, size + (size < threshold ? 1 : 1 / size));
        }
        else if (place.Number >= firstAfterLoss)
        {
            // Once per round: further losses of the same round were sent before this one.
            size = Math.Max(Math.Min(Least, ceiling), size / 2);
            threshold = size;
            firstAfterLoss = sent;
        }
    }

    /// <summary>A question's place in the window.</summary>
    /// <param name="Number">The number of questions sent before.</param>
    /// <param name="Received">The number of answers received before.</param>
    public readonly record struct Place(long Number, long Received);
}
