using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>Keeps what it was told.</summary>
internal sealed class RecordedStory : IStory
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> Waits { get; } = new();

    /// <summary>What happens when something is told: a test's way into the middle of the work.</summary>
    public Action<string> OnTell { get; init; } = _ => { };

    public void Tell(string what)
    {
        Told.Enqueue(what);
        OnTell(what);
    }

    public void TellWaiting(string forWhat) => Waits.Enqueue(forWhat);
}
