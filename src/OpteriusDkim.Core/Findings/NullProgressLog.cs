namespace OpteriusDkim.Findings;

/// <summary>Discards progress messages.</summary>
internal sealed class NullProgressLog : IProgressLog
{
    private NullProgressLog()
    {
    }

    /// <summary>The only instance.</summary>
    public static NullProgressLog Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(string message)
    {
    }

    /// <inheritdoc/>
    public void ReportWaiting(string reason)
    {
    }
}
