namespace OpteriusDkim.Dns.Wire;

/// <summary>How long an answer is waited for, by UDP and TCP together, and whether something else came meanwhile.</summary>
internal sealed class Patience(TimeSpan whole)
{
    private readonly long end = Environment.TickCount64 + (long)whole.TotalMilliseconds;

    public TimeSpan Whole => whole;

    /// <summary>What is left of it.</summary>
    public TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64));

    /// <summary>Whether messages came that answer something else.</summary>
    public bool MismatchedReplySeen { get; set; }

    /// <summary>Whether it is at an end.</summary>
    /// <param name="now">The time, in milliseconds.</param>
    public bool IsOver(long now) => now >= end;
}
