namespace OpteriusDkim.Dns;

/// <summary>
/// How many questions may be under way to one server. The number doubles with each round of answers in time, is halved when a
/// question was lost, and grows by one a round after that, as TCP's window does (RFC 5681 3.1).
/// </summary>
/// <param name="ceiling">The largest number.</param>
#pragma warning disable CA1001 // The semaphore has nothing to dispose of, as its wait handle isn't used.
internal sealed class QueryWindow(int ceiling)
#pragma warning restore CA1001
{
    /// <summary>The number at first.</summary>
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
    /// <param name="cancellation">Ends the wait.</param>
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
    /// <param name="reply">What came of it, or null if it was given up.</param>
    public void Leave(Place place, DnsReply? reply)
    {
        lock (gate)
        {
            var before = (int)size;
            if (reply is not null)
            {
                Adapt(place, reply);
            }

            // A smaller window takes places back as questions end.
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
            // There is nobody to spare, and thousands of questions wait for their time limit.
            size = ceiling;
        }
        else if (reply.WasReceived && !reply.SentAgain)
        {
            size = Math.Min(ceiling, size + (size < threshold ? 1 : 1 / size));
        }
        else if (place.Number >= firstAfterLoss)
        {
            // Once a round: what else is lost of it was sent before this.
            size = Math.Max(Math.Min(Least, ceiling), size / 2);
            threshold = size;
            firstAfterLoss = sent;
        }
    }

    /// <summary>A question's place in the window.</summary>
    /// <param name="Number">How many were sent before.</param>
    /// <param name="Received">How many answers had come.</param>
    public readonly record struct Place(long Number, long Received);
}
