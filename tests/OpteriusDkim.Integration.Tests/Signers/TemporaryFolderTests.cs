namespace OpteriusDkim;

/// <summary>TMPDIR is missing or full while a trial needs it: a clear error, and nothing has changed.</summary>
public sealed class TemporaryFolderTests : OpenDkimTest
{
    [Theory]
    [InlineData("Enable-DkimSigning one.example.com")]
    [InlineData("Disable-DkimSigning two.example.com -Confirm:$false")]
    public async Task A_missing_folder(string command)
    {
        await StartWithTwoAsync();
        await RequireRefusalAsync(command, Sandbox.In("no", "such"), "it does not exist");
    }

    [Theory]
    [InlineData("Enable-DkimSigning one.example.com")]
    [InlineData("Disable-DkimSigning two.example.com -Confirm:$false")]
    public async Task A_full_file_system(string command)
    {
        await StartWithTwoAsync();
        await using var disk = await FullDisk.MountAsync(Sandbox.In("full"), () => { });
        await RequireRefusalAsync(command, Sandbox.In("full"), $"the file system {Sandbox.In("full")} is full");
    }

    [Theory]
    [InlineData("Initialize-DkimSigner")]
    [InlineData("Invoke-DkimRotation two.example.com -Confirm:$false")]
    public async Task Commands_that_do_not_need_it_work_without_it(string command)
    {
        await StartWithTwoAsync();
        Assert.DoesNotContain("error in the module", await RunAsync(command, Sandbox.In("no", "such")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("mail", await Host.SelectorAsync("two.example.com"));
    }

    private async Task StartWithTwoAsync()
    {
        await StartAsync("one.example.com", "two.example.com");
        Assert.Empty(Session.Run("Enable-DkimSigning two.example.com").Errors);
    }

    private async Task RequireRefusalAsync(string command, string folder, string reason)
    {
        var before = Host.Tables;
        var output = await RunAsync(command, folder);
        Assert.Contains("TemporaryFolderUnusable", output, StringComparison.Ordinal);
        Assert.Contains(folder, output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Equal(before, Host.Tables);
        Assert.Equal("mail", await Host.SelectorAsync("two.example.com"));
    }

    private async Task<string> RunAsync(string command, string temporaryFolder)
    {
        var script = $"$Error.Clear(); {command} -ErrorAction SilentlyContinue | Out-Null; "
            + "foreach ($e in $Error) { \"$($e.FullyQualifiedErrorId): $($e.Exception.Message)\" }";
        using var process = Tool.Start(ModuleProcess.Program, [ModuleProcess.Configured(Sandbox, script)], [("TMPDIR", temporaryFolder)]);
        var outcome = await Tool.AwaitAsync(process);
        return outcome.Output + outcome.Error;
    }
}
