namespace OpteriusDkim;

/// <summary>TMPDIR is removed or replaced while a daemon's program is run on files in it.</summary>
public sealed class LostTemporaryFolderTests : OpenDkimTest
{
    private const string Calls = "openat,mkdirat,fchmod,unlinkat";
    private const string Enabling = "Enable-DkimSigning one.example.com";
    private const string Disabling = "Disable-DkimSigning two.example.com -Confirm:$false";

    private string[] done = [];
    private bool hasFailed;

    private string Folder => Sandbox.In("tmp");

    [Fact]
    public async Task Each_trial_that_fails_names_the_path_and_leaves_nothing_half_done()
    {
        await StartAsync("one.example.com", "two.example.com");
        Assert.Empty(Session.Run("Enable-DkimSigning two.example.com").Errors);
        Host.WriteConfiguration($"OversignHeaders From\nKeyTable file:{Sandbox.KeyTable}\nSigningTable refile:{Host.SigningTable}");
        var before = Host.Tables;
        foreach (var command in (string[])[Enabling, Disabling])
        {
            var count = await RunAsync(command, stop: null);
            done = [await Host.VerdictAsync("one.example.com"), await Host.VerdictAsync("two.example.com")];
            Assert.InRange(count, 2, 20);
            await RestoreAsync(before);
            for (var stop = 1; stop <= count; stop++)
            {
                await RunAsync(command, stop);
                await RequireConsistentAsync(before);
            }
        }
    }

    /// <summary>Asserts that either nothing has changed, or everything was done and only couldn't be shown, and restores it.</summary>
    private async Task RequireConsistentAsync((string Keys, string Signing) before)
    {
        var isUndone = Host.Tables == before;
        string[] expected = isUndone == hasFailed ? isUndone ? ["unsigned", "signed mail"] : done : [];
        string[] verdicts = [await Host.VerdictAsync("one.example.com"), await Host.VerdictAsync("two.example.com")];
        Assert.Equal(expected, verdicts);
        Assert.DoesNotContain(await FileState.BelowAsync(Sandbox.State), file => file.IsLeftover);
        await RestoreAsync(before);
    }

    private async Task RestoreAsync((string Keys, string Signing) tables)
    {
        await File.WriteAllTextAsync(Sandbox.KeyTable, tables.Keys);
        await File.WriteAllTextAsync(Host.SigningTable, tables.Signing);
    }

    /// <summary>Runs a command whose folder is removed after a file was written there.</summary>
    /// <param name="stop">The number of the file after which it is removed; null for none.</param>
    /// <returns>The number of files written there.</returns>
    private async Task<int> RunAsync(string command, int? stop)
    {
        Directory.CreateDirectory(Folder);
        using var gate = new Gate();
        var script = $"{gate.Script}; {command} -ErrorAction SilentlyContinue -ErrorVariable failures "
            + "-WarningVariable warnings | Out-Null; "
            + "foreach ($e in $failures) { \"FAILED $e\" }; foreach ($w in $warnings) { \"WARNED $w\" }";
        using var host = Tool.Start(ModuleProcess.Program, [ModuleProcess.Configured(Sandbox, script)], [("TMPDIR", Folder)]);
        await gate.AwaitArrivalAsync(host);
        using var trace =
            await AttachedTrace.BeginAsync(host, Calls, Sandbox.Root, "fchmod", log => Written(log) == stop && RemoveFolder(stop.Value));
        gate.Open();
        var outcome = await Tool.AwaitAsync(host);
        var written = Written(await trace.EndAsync());
        if (stop is null)
        {
            Assert.Empty(outcome.Marked("FAILED "));
            return written;
        }

        hasFailed = outcome.Marked("FAILED ").Count > 0;
        var failure = Assert.Single(hasFailed ? outcome.Marked("FAILED ") : outcome.Marked("WARNED "));
        Assert.Contains(Folder, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("error in the module", failure, StringComparison.Ordinal);
        return written;
    }

    private static int Written(TraceLog log) => log.Calls.Count(call =>
        call.Name == "fchmod" && call.Result is not null && call.Paths[0].StartsWith("tmp/opterius-dkim-trial-", StringComparison.Ordinal));

    /// <summary>Removes the folder, or replaces it with an empty one; the command continues in either case.</summary>
    private bool RemoveFolder(int stop)
    {
        if (stop % 2 == 0)
        {
            Directory.Move(Folder, $"{Folder}.{Path.GetRandomFileName()}");
            Directory.CreateDirectory(Folder);
        }
        else if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        return false;
    }
}
