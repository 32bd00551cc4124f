using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>Records the reported messages.</summary>
internal sealed class RecordedProgress : IProgressLog
{
    public ConcurrentQueue<string> Messages { get; } = new();

    public ConcurrentQueue<string> Waits { get; } = new();

    /// <summary>Called for each message; lets a test act in the middle of the work.</summary>
    public Action<string> OnMessage { get; init; } = _ => { };

    public void Report(string message)
    {
        Messages.Enqueue(message);
        OnMessage(message);
    }

    public void ReportWaiting(string reason) => Waits.Enqueue(reason);
}
