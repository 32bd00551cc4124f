namespace OpteriusDkim;

/// <summary>A command that is killed at its calls, one after the other.</summary>
/// <param name="Command">The command.</param>
/// <param name="PrepareAsync">Makes in a fresh sandbox what the command finds, and gives who judges what is left.</param>
/// <param name="Points">Which of the calls count; the same code makes all others, and is killed there or in another case.</param>
/// <param name="Again">What the next run may end with beside success.</param>
internal sealed record KillCase(string Command, Func<Sandbox, Task<IKillJudge>> PrepareAsync, Func<TracedCall, bool> Points, params string[] Again)
{
    /// <summary>Whether calls count too that follow on no visible change.</summary>
    public bool IsExhaustive { get; init; }
}
