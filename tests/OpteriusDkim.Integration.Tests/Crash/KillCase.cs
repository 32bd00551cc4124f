namespace OpteriusDkim;

/// <summary>A command that is killed before its calls, one run for each.</summary>
/// <param name="PrepareAsync">Prepares a fresh sandbox for the command, and returns the check of what a kill leaves.</param>
/// <param name="Points">The calls before which it is killed; other cases cover the other calls.</param>
/// <param name="Again">The errors that the next run may end with.</param>
internal sealed record KillCase(
    string Command, Func<Sandbox, Task<IKillCheck>> PrepareAsync, Func<TracedCall, bool> Points, params string[] Again)
{
    /// <summary>Whether it is also killed before calls without a preceding visible change.</summary>
    public bool IsExhaustive { get; init; }
}
