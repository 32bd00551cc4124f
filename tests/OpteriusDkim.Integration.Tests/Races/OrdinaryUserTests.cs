namespace OpteriusDkim;

/// <summary>An ordinary user gets own keys, or a clear error.</summary>
public sealed class OrdinaryUserTests
{
    private const int FileMode = 0x180; // 0600
    private const int FolderMode = 0x1C0; // 0700

    [Fact]
    public async Task Files_of_an_ordinary_user_are_accessible_to_that_user_only()
    {
        using var user = await OrdinaryUser.CreateAsync();
        await user.OwnAsync(user.Sandbox.State);
        await user.OwnAsync(user.Sandbox.In("mine"));
        var command = $"New-DkimKey example.com -KeyDirectory '{user.Sandbox.In("mine", "keys")}'";
        var outcome = await user.RunAsync(ModuleProcess.Configured(user.Sandbox, ModuleProcess.Reporting($"{command}; {command} -Force")));
        Assert.Empty(outcome.ErrorIds);
        FileState[] made =
        [
            .. await FileState.BelowAsync(user.Sandbox.In("mine", "keys")),
            .. (await FileState.BelowAsync(user.Sandbox.State)).Where(file => file.Path != user.Sandbox.State),
        ];
        Assert.Contains(made, file => file.Path.EndsWith("example.com/mail.private", StringComparison.Ordinal));
        Assert.Contains(made, file => file.Path.Contains("/kept/example.com/mail.private.", StringComparison.Ordinal));
        Assert.All(made, file => Assert.Equal(user.Owner, file.Owner));
        Assert.All(made, file => Assert.Equal(file.IsFolder ? FolderMode : FileMode, file.Mode));
    }

    [Fact]
    public async Task State_defaults_to_the_users_home()
    {
        Assert.SkipWhen(File.Exists(DkimConfiguration.DefaultPath), $"this system has a {DkimConfiguration.DefaultPath}");
        using var user = await OrdinaryUser.CreateAsync();
        var command = $"New-DkimKey example.com -KeyDirectory '{user.Home}/keys'";
        var outcome = await user.RunAsync(ModuleProcess.Reporting($"{command}; {command} -Force"));
        Assert.Empty(outcome.ErrorIds);
        Assert.Single(
            Directory.EnumerateFiles(Path.Combine(user.Home, "states", "opterius-dkim", "kept", "example.com"), "mail.private.*"));
    }

    [Fact]
    public async Task An_ordinary_user_cannot_change_the_owner_of_a_file()
    {
        using var user = await OrdinaryUser.CreateAsync();
        var outcome = await user.RunAsync(ModuleProcess.Reporting($"New-DkimKey example.com -KeyDirectory '{user.Home}/keys' -Owner root"));
        Assert.Equal(["OwnerRefused"], outcome.ErrorIds);
        Assert.False(Directory.Exists(Path.Combine(user.Home, "keys")));
    }

    [Theory]
    [InlineData("Get-DkimRotation")]
    [InlineData("Get-DkimRotation example.com")]
    public async Task An_unreadable_state_directory_is_an_error_and_not_empty(string command)
    {
        using var user = await OrdinaryUser.CreateAsync();
        Directory.CreateDirectory(user.Sandbox.State, UnixFileMode.None);
        var outcome = await user.RunAsync(ModuleProcess.Configured(user.Sandbox, ModuleProcess.Reporting(command)));
        Assert.Equal(["JournalUnreadable"], outcome.ErrorIds);
    }

    [Theory]
    [InlineData("New-DkimKey example.com")]
    [InlineData("New-DkimKey example.com -WhatIf")]
    public async Task A_folder_without_write_permission_is_an_error_and_is_not_changed(string command)
    {
        using var user = await OrdinaryUser.CreateAsync();
        Directory.CreateDirectory(user.Sandbox.Keys);
        File.SetUnixFileMode(
            user.Sandbox.Keys, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await user.OwnAsync(user.Sandbox.State);
        var before = await FileState.BelowAsync(user.Sandbox.Root);
        var outcome = await user.RunAsync(ModuleProcess.Configured(user.Sandbox, ModuleProcess.Reporting(command)));
        Assert.Equal(["PermissionDenied"], outcome.ErrorIds);
        Assert.Equal(Without(user.Home, before), Without(user.Home, await FileState.BelowAsync(user.Sandbox.Root)));
    }

    [Fact]
    public async Task A_state_directory_without_write_permission_is_an_error_before_any_key_is_generated()
    {
        using var user = await OrdinaryUser.CreateAsync();
        Directory.CreateDirectory(user.Sandbox.State);
        File.SetUnixFileMode(
            user.Sandbox.State, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await user.OwnAsync(user.Sandbox.Keys);
        var outcome = await user.RunAsync(ModuleProcess.Configured(user.Sandbox, ModuleProcess.Reporting("New-DkimKey example.com")));
        Assert.Equal(["PermissionDenied"], outcome.ErrorIds);
        Assert.Empty(Directory.EnumerateFileSystemEntries(user.Sandbox.Keys));
    }

    [Fact]
    public async Task Keys_that_may_not_be_read_are_an_error_and_never_missing()
    {
        using var user = await OrdinaryUser.CreateAsync();
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can make keys that this user may not read");
        using (var session = new ModuleSession(user.Sandbox))
        {
            session.Run("New-DkimKey example.com");
        }

        foreach (var command in (string[])
        [
            "Get-DkimKey",
            "Get-DkimKey example.com",
            "Test-DkimDns example.com -Server 127.0.0.1:9",
            "New-DkimKey example.com",
        ])
        {
            var outcome = await user.RunAsync(ModuleProcess.Configured(user.Sandbox, ModuleProcess.Reporting(command)));
            Assert.Contains(Assert.Single(outcome.ErrorIds), (string[])["StoreUnreadable", "KeyUnreadable", "PermissionDenied"]);
        }
    }

    private static IEnumerable<string> Without(string folder, IEnumerable<FileState> files) =>
        files.Where(file => !file.Path.StartsWith(folder, StringComparison.Ordinal)).Select(file => file.ToString());
}
