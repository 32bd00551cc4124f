namespace OpteriusDkim.Findings;

/// <summary>Receives progress messages while work goes on, for -Verbose and for a person who waits.</summary>
internal interface IProgressLog
{
    /// <summary>Reports what was done.</summary>
    /// <param name="message">One sentence.</param>
    void Report(string message);

    /// <summary>Reports that the work waits.</summary>
    /// <param name="reason">One sentence that says what for.</param>
    void ReportWaiting(string reason);
}
