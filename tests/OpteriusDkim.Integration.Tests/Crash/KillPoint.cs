namespace OpteriusDkim;

/// <summary>A call at which a command is to be killed.</summary>
/// <param name="Call">The call as an earlier run had it.</param>
/// <param name="Occurrence">How many calls with the same label come before it.</param>
internal sealed record KillPoint(TracedCall Call, int Occurrence)
{
    /// <summary>The same call in another run, whose numbers may differ; itself where it isn't there.</summary>
    /// <param name="calls">The other run's calls.</param>
    public KillPoint In(IReadOnlyList<TracedCall> calls) =>
        calls.Where(call => call.IsChange && call.Label == Call.Label).Skip(Occurrence).FirstOrDefault() is { } same
            ? this with { Call = same }
            : this;
}
