using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>Records the reported messages.</summary>
internal sealed class RecordedProgress : IProgressLog
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> Waits { get; } = new();

    /// <summary>Called for each message; lets a test act in the middle of the work.</summary>
    public Action<string> OnTell { get; init; } = _ => { };

    public void Report(string message)
    {
        Told.Enqueue(message);
        OnTell(message);
    }

    public void ReportWaiting(string reason) => Waits.Enqueue(reason);
}
