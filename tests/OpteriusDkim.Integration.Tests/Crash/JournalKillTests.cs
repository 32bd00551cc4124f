using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// A rotation that ends while its journal or a backup is written, by a kill or by the limit of a file's size, is completed by the next run.
/// </summary>
public sealed class JournalKillTests : OpenDkimTest
{
    private const string Domain = "one.example.com";
    private const int SizeLimitSignal = 128 + 25; // SIGXFSZ

    [Fact]
    public async Task A_rotation_continues_wherever_writing_the_journal_was_killed()
    {
        await SignAsync();
        await KillSeries.AssertAsync(JournalKillCheck.Case(Host));
    }

    [Fact]
    public async Task Journals_and_backups_truncated_by_a_file_size_limit_are_cleared()
    {
        await SignAsync();
        await RequireClearedAsync("Invoke-DkimRotation one.example.com", "rotation", limit: 300);
        await RequireClearedAsync("New-DkimKey two.example.com -Force", "kept/two.example.com", limit: 1000);

        await File.AppendAllTextAsync(
            Sandbox.KeyTable, string.Concat(Enumerable.Repeat("# somebody's own line\n", 3000)), TestContext.Current.CancellationToken);
        var before = Host.Tables;
        await RequireClearedAsync(
            "Enable-DkimSigning three.example.com", "kept/tables", limit: 8192, () => Assert.Equal(before, Host.Tables));
        Assert.Equal(["signed mail", "signed mail"], [await Host.VerdictAsync(Domain), await Host.VerdictAsync("three.example.com")]);
    }

    private async Task SignAsync()
    {
        await StartAsync(Domain, "two.example.com", "three.example.com");
        Assert.Empty(Session.Run($"Enable-DkimSigning {Domain}").Errors);
    }

    /// <summary>The limit ends the command while it writes a file of the state directory; the next run removes that file.</summary>
    private async Task RequireClearedAsync(string command, string folder, int limit, Action? check = null)
    {
        using (var gate = new Gate())
        using (var host = Tool.Start(ModuleProcess.Program, ModuleProcess.Configured(Sandbox, $"{gate.Script}; {command}")))
        {
            await gate.AwaitArrivalAsync(host);
            _ = (await Tool.RunAsync("prlimit", "--pid", host.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={limit}")).Successful;
            gate.Open();
            Assert.Equal(SizeLimitSignal, (await Tool.AwaitAsync(host)).ExitCode);
        }

        var left = (await FileState.BelowAsync(Sandbox.In("state"))).Where(file => file.IsLeftover && !file.IsFolder).ToArray();
        Assert.StartsWith(Sandbox.In("state", folder), Assert.Single(left).Path, StringComparison.Ordinal);
        check?.Invoke();

        Assert.Empty(Session.Run(command + " -WarningAction Ignore").Errors);
        Assert.DoesNotContain(await FileState.BelowAsync(Sandbox.Root), file => file.IsLeftover && !file.IsFolder);
    }
}
