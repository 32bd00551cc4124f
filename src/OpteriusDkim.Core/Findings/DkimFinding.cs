namespace OpteriusDkim;

/// <summary>One thing worth telling.</summary>
/// <param name="Code">Stable and documented: what scripts compare.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What was found, in one sentence or two.</param>
/// <param name="Advice">What to do next.</param>
public sealed record DkimFinding(string Code, FindingSeverity Severity, string Message, string Advice)
{
    /// <summary>Code and message on one line.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
