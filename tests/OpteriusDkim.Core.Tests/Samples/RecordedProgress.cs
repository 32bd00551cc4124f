using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>Keeps message it was told.</summary>
internal sealed class RecordedProgress : IProgressLog
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> Waits { get; } = new();

    /// <summary>What happens when something is told: a test's way into the middle of the work.</summary>
    public Action<string> OnTell { get; init; } = _ => { };

    public void Report(string message)
    {
        Told.Enqueue(message);
        OnTell(message);
    }

    public void ReportWaiting(string reason) => Waits.Enqueue(reason);
}
