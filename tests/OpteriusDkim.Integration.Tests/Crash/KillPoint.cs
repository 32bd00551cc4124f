namespace OpteriusDkim;

/// <summary>A call after which a command is killed.</summary>
/// <param name="Name">The name of the call.</param>
/// <param name="Label">Its name and paths; null for any paths.</param>
/// <param name="Occurrence">How many such calls come before it.</param>
internal sealed record KillPoint(string Name, string? Label, int Occurrence)
{
    /// <summary>Whether a run has come to it.</summary>
    /// <param name="log">The calls of the run so far.</param>
    public bool IsReached(TraceLog log) => log.Calls.Count(call => call.Result is not null && Is(call)) > Occurrence;

    /// <summary>Whether a call is such a one.</summary>
    public bool Is(TracedCall call) => call.IsChange && (Label is null ? call.Name == Name : call.Label == Label);
}
