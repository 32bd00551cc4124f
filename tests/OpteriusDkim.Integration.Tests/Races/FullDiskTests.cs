namespace OpteriusDkim;

/// <summary>A full disk is a clear error, and leaves no part of a key.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_key_that_does_not_fit_on_the_disk_leaves_nothing_behind()
    {
        using var sandbox = new Sandbox();
        await using var disk = await FullDisk.MountAsync(
            sandbox.Keys, () => Directory.CreateDirectory(Path.Combine(sandbox.Keys, "example.com")));
        using var session = new ModuleSession(sandbox);
        var outcome = session.Run("New-DkimKey example.com");
        Assert.Equal(["DiskFull"], outcome.ErrorIds);
        Assert.Empty(outcome.Objects);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(sandbox.Keys, "example.com")));
    }

    [Fact]
    public async Task A_key_that_cannot_be_backed_up_is_not_replaced()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        session.Run("New-DkimKey example.com");
        var before = new StoreCheck(sandbox).Key;
        await using var disk = await FullDisk.MountAsync(
            Path.Combine(sandbox.State, "kept"), () => Directory.CreateDirectory(Path.Combine(sandbox.State, "kept", "example.com")));
        Assert.Equal(["DiskFull"], session.Run("New-DkimKey example.com -Force").ErrorIds);
        Assert.Equal(before, new StoreCheck(sandbox).Key);
        Assert.Empty(await new StoreCheck(sandbox).ProblemsAfterRunAsync());
    }

    [Fact]
    public async Task A_key_is_not_removed_where_it_cannot_be_backed_up()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        session.Run("New-DkimKey example.com");
        var before = new StoreCheck(sandbox).Key;
        await using var disk = await FullDisk.MountAsync(
            Path.Combine(sandbox.State, "kept"), () => Directory.CreateDirectory(Path.Combine(sandbox.State, "kept", "example.com")));
        Assert.Equal(["DiskFull"], session.Run("Remove-DkimKey example.com -Confirm:$false").ErrorIds);
        Assert.Equal(before, new StoreCheck(sandbox).Key);
        Assert.Empty(await new StoreCheck(sandbox).ProblemsAfterRunAsync());
    }

    [Theory]
    [InlineData("kept", "Enable-DkimSigning one.example.com -Force")]
    [InlineData("rotation", "Invoke-DkimRotation two.example.com")]
    public async Task A_full_state_directory_is_an_error_that_changes_nothing_and_the_next_run_succeeds(string folder, string command)
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        using var sandbox = new Sandbox();
        using var host = new OpenDkimHost(sandbox);
        using var session = new ModuleSession(sandbox);
        Assert.Empty(session.Run("New-DkimKey one.example.com; New-DkimKey two.example.com").Errors);
        host.Publish();
        await host.StartAsync();
        Assert.Empty(session.Run("Enable-DkimSigning two.example.com").Errors);
        var (tables, keys) = (host.Tables, session.Run("(Get-DkimKey).Fingerprint").Everything);
        var full = Path.Combine(sandbox.State, folder);
        await using (await FullDisk.MountAsync(full, () => { }))
        {
            Assert.Equal(["DiskFull"], session.Run(command).ErrorIds);
            Assert.Equal(["filler"], Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        }

        Assert.Equal((tables, keys), (host.Tables, session.Run("(Get-DkimKey).Fingerprint").Everything));
        Assert.Empty(session.Run(command).Errors);
    }
}
