namespace OpteriusDkim;

/// <summary>A call after which a command is killed.</summary>
/// <param name="Name">The name of the call.</param>
/// <param name="Label">Its name and paths; null for any paths.</param>
/// <param name="Occurrence">The number of such calls before it.</param>
internal sealed record KillPoint(string Name, string? Label, int Occurrence)
{
    /// <summary>Whether a run has reached it.</summary>
    /// <param name="log">The calls of the run so far.</param>
    public bool IsReached(TraceLog log) => log.Calls.Count(call => call.Result is not null && Is(call)) > Occurrence;

    /// <summary>Whether a call matches.</summary>
    public bool Is(TracedCall call) => call.IsChange && (Label is null ? call.Name == Name : call.Label == Label);
}
