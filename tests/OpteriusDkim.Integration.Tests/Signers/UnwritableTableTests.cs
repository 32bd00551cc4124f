namespace OpteriusDkim;

/// <summary>Tables that can't or mustn't be replaced, and attributes that a replacement keeps.</summary>
public sealed class UnwritableTableTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;

    public UnwritableTableTests()
    {
        session = new ModuleSession(sandbox);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(KeyTable, "# keys\n");
        File.WriteAllText(SigningTable, "# signing\n");
        File.WriteAllText(
            sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nMode s\nSyslog no\nSocket local:{sandbox.In("none.sock")}\nPidFile {sandbox.In("none.pid")}\nKeyTable "
            + $"{KeyTable}\nSigningTable refile:{SigningTable}\n");
        Assert.Empty(session.Run("New-DkimKey example.com").Errors);
    }

    private string Folder => sandbox.In("tables");

    private string KeyTable => Path.Combine(Folder, "KeyTable");

    private string SigningTable => Path.Combine(Folder, "SigningTable");

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task On_a_read_only_file_system_nothing_is_started()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can mount a file system");
        var mount = await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", Folder);
        Assert.SkipUnless(mount.ExitCode == 0, $"a file system can't be mounted here: {mount.Error.Trim()}");
        try
        {
            await File.WriteAllTextAsync(KeyTable, "# keys\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(SigningTable, "# signing\n", TestContext.Current.CancellationToken);
            _ = (await Tool.RunAsync("mount", "-o", "remount,ro", Folder)).Successful;

            await AssertRefusedAsync("TableReadOnly", "remount,rw");
        }
        finally
        {
            _ = await Tool.RunAsync("umount", Folder);
        }
    }

    [Theory]
    [InlineData("SigningTable", "+i")]
    [InlineData("KeyTable", "+i")]
    [InlineData("SigningTable", "+a")]
    public async Task An_immutable_table_is_reported_before_the_other_is_changed(string table, string flag)
    {
        var path = Path.Combine(Folder, table);
        await FixAsync(path, flag);
        try
        {
            await AssertRefusedAsync("TableImmutable", "chattr -i -a");
        }
        finally
        {
            _ = await Tool.RunAsync("chattr", "-i", "-a", path);
        }
    }

    [Fact]
    public async Task In_an_immutable_folder_nothing_is_started()
    {
        await FixAsync(Folder, "+i");
        try
        {
            await AssertRefusedAsync("TableNotWritable", "chattr -i");
        }
        finally
        {
            _ = await Tool.RunAsync("chattr", "-i", Folder);
        }
    }

    [Fact]
    public async Task A_table_that_is_a_mount_point_cannot_be_replaced_and_the_other_is_not_changed()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can mount a file");
        await File.WriteAllTextAsync(sandbox.In("outside"), "# signing\n", TestContext.Current.CancellationToken);
        var mount = await Tool.RunAsync("mount", "--bind", sandbox.In("outside"), SigningTable);
        Assert.SkipUnless(mount.ExitCode == 0, $"a file can't be mounted here: {mount.Error.Trim()}");
        try
        {
            await AssertRefusedAsync("TableNotWritable", "mounted by itself");
        }
        finally
        {
            _ = await Tool.RunAsync("umount", SigningTable);
        }
    }

    [Fact]
    public async Task A_table_with_two_names_is_refused()
    {
        _ = (await Tool.RunAsync("ln", SigningTable, sandbox.In("second"))).Successful;

        await AssertRefusedAsync("TableHardLinked", "symbolic links");
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        File.WriteAllText(
            sandbox.OpenDkimConfiguration,
            File.ReadAllText(sandbox.OpenDkimConfiguration).Replace(SigningTable, "/srv/not-there/SigningTable", StringComparison.Ordinal));

        var outcome = session.Run("Enable-DkimSigning example.com -Force");

        Assert.Equal(["TableFolderMissing"], outcome.ErrorIds);
        Assert.Contains("/srv/not-there", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("Initialize-DkimSigner", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("# keys\n", File.ReadAllText(KeyTable));
    }

    [Fact]
    public void A_configuration_that_is_missing_is_reported_as_such()
    {
        File.Delete(sandbox.OpenDkimConfiguration);

        foreach (var command in new[]
        {
            "Enable-DkimSigning example.com -Force",
            "Get-DkimSigning",
            "Remove-DkimKey example.com -Confirm:$false",
        })
        {
            var outcome = session.Run(command);
            Assert.Equal(["SignerConfigurationMissing"], outcome.ErrorIds);
            Assert.Contains("Correct signer.configuration", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_is_kept_and_its_target_keeps_owner_mode_and_access_control_list()
    {
        var target = sandbox.In("elsewhere");
        File.Move(SigningTable, target);
        _ = File.CreateSymbolicLink(SigningTable, target);
        await OwnAsync(target, "u:nobody:r--,g:mail:rw-");
        await OwnAsync(KeyTable, "u:nobody:r--");
        var (signing, keys) = (await AccessAsync(target), await AccessAsync(KeyTable));

        await ReplaceAsync(target, KeyTable);

        Assert.Equal(target, new FileInfo(SigningTable).LinkTarget);
        Assert.Equal((signing, keys), (await AccessAsync(target), await AccessAsync(KeyTable)));
        Assert.Contains("user:nobody:r--", keys, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folders_default_ACL_is_not_applied_to_an_existing_file()
    {
        await OwnAsync(KeyTable, null);
        _ = (await Tool.RunAsync("setfacl", "-d", "-m", "u:nobody:rwx", Folder)).Successful;
        var before = await AccessAsync(KeyTable);

        await ReplaceAsync(KeyTable);

        Assert.Equal(before, await AccessAsync(KeyTable));
        Assert.DoesNotContain("nobody", before, StringComparison.Ordinal);
    }

    private static async Task FixAsync(string path, string flag)
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can make a file immutable");
        var outcome = await Tool.RunAsync("chattr", flag, path);
        Assert.SkipUnless(outcome.ExitCode == 0, $"the file system has no such attribute: {outcome.Error.Trim()}");
    }

    private static async Task OwnAsync(string path, string? entries)
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot && FileOwner.Find("opendkim") is not null, "only root can give files to OpenDKIM's user");
        Assert.SkipUnless(Tool.Exists("setfacl"), "setfacl is not installed (Debian's acl)");
        _ = (await Tool.RunAsync("chown", "opendkim:mail", path)).Successful;
        _ = (await Tool.RunAsync("chmod", "0640", path)).Successful;
        if (entries is not null)
        {
            _ = (await Tool.RunAsync("setfacl", "-m", entries, path)).Successful;
        }
    }

    /// <summary>Owner, mode and all ACL entries, from getfacl(1).</summary>
    private static async Task<string> AccessAsync(string path) =>
        (await Tool.RunAsync("getfacl", "-p", path)).Successful + (await FileState.OfAsync(path))!.Mode;

    private static async Task<string> NumberAsync(string path) => (await Tool.RunAsync("stat", "-c", "%i", path)).Successful;

    private static Task<string> TextAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    /// <summary>No daemon runs: entries aren't proved and are rolled back, so each table is replaced twice.</summary>
    private async Task ReplaceAsync(params string[] tables)
    {
        // While it is open the old file exists, and its inode number isn't reused.
        using var held = new FileStream(tables[0], FileMode.Open, FileAccess.Read);
        var before = await NumberAsync(tables[0]);

        Assert.Equal(["SigningNotProven"], session.Run("Enable-DkimSigning example.com -Force").ErrorIds);

        Assert.NotEqual(before, await NumberAsync(tables[0]));
        Assert.Equal(("# keys\n", "# signing\n"), (await TextAsync(KeyTable), await TextAsync(SigningTable)));
    }

    /// <summary>Asserts that enabling ends with an error, without a change or a leftover, and the same under -WhatIf.</summary>
    private async Task AssertRefusedAsync(string id, string advice)
    {
        var before = await FileState.BelowAsync(Folder);

        var outcome = session.Run("Enable-DkimSigning example.com -Force");

        Assert.Equal([id], outcome.ErrorIds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{outcome.Errors[0]} {outcome.Errors[0].ErrorDetails.RecommendedAction}");
        Assert.Contains(advice, outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(("# keys\n", "# signing\n"), (await TextAsync(KeyTable), await TextAsync(SigningTable)));
        Assert.Equal(before, await FileState.BelowAsync(Folder));
    }
}
