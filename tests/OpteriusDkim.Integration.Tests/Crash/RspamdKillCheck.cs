namespace OpteriusDkim;

/// <summary>Checks with Rspamd the files after a killed command.</summary>
internal sealed class RspamdKillCheck(RspamdHost host, Sandbox sandbox, RspamdKill kill) : IKillCheck
{
    /// <summary>A case with a daemon in each sandbox, which runs if it has to sign.</summary>
    public static KillCase Case(RspamdKillTemplate template, RspamdKill kill) => new(
        kill.Command,
        async sandbox => new RspamdKillCheck(await template.CopyAsync(sandbox, kill.Before, kill.SignedAfter.Count > 0), sandbox, kill),
        Counts);

    public async Task<IReadOnlyList<string>> AfterKillAsync() =>
    [
        .. await LoadingAsync(),
        .. RspamdFiles.Read(host, sandbox) is var files && files.IsBetween(kill.Before, kill.After)
            ? []
            : (string[])[$"a file is neither that of before nor that of after: {files}"],
        .. await UnsignedAsync([.. kill.SignedBefore.Intersect(kill.SignedAfter)]),
    ];

    public async Task<IReadOnlyList<string>> AfterNextRunAsync() =>
    [
        .. await LoadingAsync(),
        .. RspamdFiles.Read(host, sandbox) is var files && files == kill.After
            ? []
            : (string[])[$"the files are not what the command makes of them: {files}"],
        .. await UnsignedAsync(kill.SignedAfter),
        .. Directory.EnumerateFileSystemEntries(host.In("local.d"), ".*").Select(path => $"a leftover is still there: {path}"),
    ];

    public void Dispose() => host.Dispose();

    /// <summary>
    /// Before and after the rename of each file, once its temporary file is complete: Rspamd sees no other
    /// change in between. Temporary files, locks and backups come from the same code for each signer,
    /// where the tests for OpenDKIM kill it.
    /// </summary>
    private static bool Counts(TracedCall call) =>
        call.Name == "fsync" && call.Paths[0].StartsWith("rspamd/local.d", StringComparison.Ordinal);

    private async Task<string[]> LoadingAsync() => await host.LoadingProblemAsync() is { Length: > 0 } problem ? [problem] : [];

    private async Task<IReadOnlyList<string>> UnsignedAsync(IReadOnlyList<string> domains)
    {
        var problems = new List<string>();
        foreach (var domain in domains)
        {
            var signatures = string.Join(", ", await host.SignaturesAsync(domain));
            if (signatures != $"mail rsa-sha256 {domain}")
            {
                problems.Add($"mail of {domain} is signed by '{signatures}'");
            }
        }

        return problems;
    }
}
