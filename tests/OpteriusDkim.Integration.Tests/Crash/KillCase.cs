namespace OpteriusDkim;

/// <summary>A command that is killed at its calls, one after the other.</summary>
/// <param name="Command">The command.</param>
/// <param name="Prepare">Makes in a fresh sandbox what the command finds.</param>
/// <param name="Points">Which of the calls count; the same code makes all others, and is killed there or in another case.</param>
/// <param name="Again">What the next run may end with beside success.</param>
internal sealed record KillCase(string Command, Action<Sandbox> Prepare, Func<TracedCall, bool> Points, params string[] Again)
{
    /// <summary>Whether the command puts another key in the place of the one that is there.</summary>
    public bool ReplacesKey => Command.Contains("-Force", StringComparison.Ordinal);

    /// <summary>Whether the command takes the key out of the store.</summary>
    public bool RemovesKey => Command.StartsWith("Remove", StringComparison.Ordinal);
}
