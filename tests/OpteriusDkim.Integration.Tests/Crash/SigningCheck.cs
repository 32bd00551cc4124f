namespace OpteriusDkim;

/// <summary>Checks with OpenDKIM the tables after a killed command.</summary>
internal sealed class SigningCheck(OpenDkimHost host, Sandbox sandbox, SigningKill kill) : IKillCheck
{
    // Foreign lines, which must be kept at every moment.
    private static readonly string[] Others = ["# by hand", "old._domainkey.old.example.com", "*@old.example.com"];

    /// <summary>A case with a running daemon in each sandbox.</summary>
    public static KillCase Case(OpenDkimHost template, SigningKill kill) => new(
        kill.Command,
        async sandbox =>
        {
            var host = await template.CopyAsync(sandbox);
            host.Configure(kill.Reload);
            await File.WriteAllTextAsync(sandbox.KeyTable, Filled(kill.Keys.Before, sandbox));
            await File.WriteAllTextAsync(host.SigningTable, kill.Signing.Before);
            if (kill.Directives is { } directives)
            {
                host.WriteConfiguration(Filled(directives, sandbox));
            }

            await host.StartAsync();
            return new SigningCheck(host, sandbox, kill);
        },
        call => kill.AtRenamesOnly ? call.Name == "renameat2" : Counts(call, kill.InState))
    {
        IsExhaustive = kill.AtRenamesOnly,
    };

    public async Task<IReadOnlyList<string>> AfterKillAsync()
    {
        host.Configure(null);
        return [.. await LoadingAsync(), .. await VerdictProblemsAsync(isAtEnd: false), .. LostLines()];
    }

    public async Task<IReadOnlyList<string>> AfterNextRunAsync() =>
    [
        .. await LoadingAsync(),
        .. await VerdictProblemsAsync(isAtEnd: true),
        .. Differences(),
        .. (await FileState.BelowAsync(sandbox.Root)).Where(file => file.IsLeftover && !(file.IsFolder && IsEmpty(file.Path)))
            .Select(file => $"a leftover is still there: {file}"),
    ];

    public void Dispose() => host.Dispose();

    private (string Keys, string Signing) Tables => (Text("KeyTable"), Text("SigningTable"));

    /// <summary>
    /// The folders of the state are made as for any command, the daemon's own files are none of ours, and the last calls
    /// release the locks of the tables once all is done.
    /// </summary>
    private static bool Counts(TracedCall call, bool inState) => call.Paths[0] is var path
        && !path.StartsWith("run/", StringComparison.Ordinal)
        && !path.StartsWith(".state", StringComparison.Ordinal)
        && (inState
            ? !path.StartsWith("state/.", StringComparison.Ordinal) && !path.StartsWith("state/kept/.", StringComparison.Ordinal)
                && !(call.Name == "unlinkat"
                && path.StartsWith("state/locks/", StringComparison.Ordinal)
                && path.Contains("Table-", StringComparison.Ordinal))
            : !path.StartsWith("state", StringComparison.Ordinal) || path.StartsWith("state/locks/one.", StringComparison.Ordinal));

    private static string Filled(string text, Sandbox sandbox) => text.Replace("{keys}", sandbox.Keys, StringComparison.Ordinal);

    private string Text(string table) => sandbox.In(kill.Folder, table) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    // An empty temporary folder next to the state directory is harmless.
    private static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    private async Task<string[]> LoadingAsync() => await host.LoadingProblemAsync() is { Length: > 0 } problem ? [problem] : [];

    private async Task<IReadOnlyList<string>> VerdictProblemsAsync(bool isAtEnd)
    {
        var problems = new List<string>();
        foreach (var (domain, allowed) in kill.Verdicts)
        {
            var verdict = await host.VerdictAsync(domain);
            if (isAtEnd ? verdict != allowed[^1] : !allowed.Contains(verdict))
            {
                problems.Add($"mail of {domain} is {verdict}");
            }
        }

        return problems;
    }

    private IEnumerable<string> LostLines()
    {
        var (keys, signing) = Tables;
        var now = keys + signing;
        var before = kill.Keys.Before + kill.Signing.Before;
        return Others.Where(line => before.Contains(line, StringComparison.Ordinal) && !now.Contains(line, StringComparison.Ordinal))
            .Select(line => $"the line with {line} is lost");
    }

    private IEnumerable<string> Differences()
    {
        var (keys, signing) = Tables;
        if (keys != Filled(kill.Keys.After, sandbox))
        {
            yield return $"the KeyTable is not what the command makes of it:\n{keys}";
        }

        if (signing != kill.Signing.After)
        {
            yield return $"the SigningTable is not what the command makes of it:\n{signing}";
        }
    }
}
