namespace OpteriusDkim;

/// <summary>Checks a command that creates, replaces or removes the key of a sandbox.</summary>
internal sealed class StoreKillCheck : IKillCheck
{
    private readonly string command;
    private readonly StoreCheck check;
    private readonly string? before;

    private StoreKillCheck(Sandbox sandbox, string command)
    {
        this.command = command;
        check = new StoreCheck(sandbox);
        before = check.Key;
    }

    // Whether it replaces the existing key or removes it.
    private bool ReplacesKey => command.Contains("-Force", StringComparison.Ordinal);

    private bool RemovesKey => command.StartsWith("Remove", StringComparison.Ordinal);

    /// <summary>A case of a command on the store.</summary>
    /// <param name="prepare">Prepares the sandbox.</param>
    /// <param name="points">The calls that count.</param>
    /// <param name="again">The errors that the next run may end with.</param>
    public static KillCase Case(string command, Action<Sandbox> prepare, Func<TracedCall, bool> points, params string[] again) => new(
        command,
        sandbox =>
        {
            prepare(sandbox);
            return Task.FromResult<IKillCheck>(new StoreKillCheck(sandbox, command));
        },
        points,
        again);

    public async Task<IReadOnlyList<string>> AfterKillAsync()
    {
        var isLost = before is not null && check.Key != before && !await check.HasBackupAsync(before);
        return
        [
            .. await check.ProblemsAsync(),
            .. isLost ? ["the old key is lost"] : Array.Empty<string>(),
            .. ReplacesKey && check.Key is null ? ["there is no key any more"] : Array.Empty<string>(),
        ];
    }

    public async Task<IReadOnlyList<string>> AfterNextRunAsync() =>
    [
        .. RemovesKey == check.Key is not null ? ["the key is not what the command makes of it"] : Array.Empty<string>(),
        .. await check.ProblemsAfterRunAsync(),
    ];

    public void Dispose()
    {
    }
}
