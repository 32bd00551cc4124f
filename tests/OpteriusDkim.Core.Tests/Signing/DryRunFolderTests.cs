namespace OpteriusDkim.Tests;

public sealed class DryRunFolderTests
{
    [Fact]
    public void Leftovers_of_a_killed_run_are_cleared_and_files_in_use_are_kept()
    {
        using var used = DryRunFolder.Make();
        using var folder = new TemporaryFolder();
        folder.Write("kept/file", "");
        var left = OtherSelectors(used, "left");
        var link = OtherSelectors(used, "link");
        Directory.CreateDirectory(Path.Combine(left, "local.d"));
        File.CreateSymbolicLink(Path.Combine(left, "link"), folder["kept"]);
        File.CreateSymbolicLink(link, folder["kept"]);
        try
        {
            DryRunFolder.Make().Dispose();

            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(used.Path));
            Assert.True(Directory.Exists(link));
            Assert.True(File.Exists(folder["kept/file"]));
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void A_folder_of_another_user_is_kept()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can give a folder away");
        using var used = DryRunFolder.Make();
        var others = OtherSelectors(used, "others");
        Directory.CreateDirectory(others);
        try
        {
            FolderSwapAttack.GiveAway(others);

            DryRunFolder.Make().Dispose();

            Assert.True(Directory.Exists(others));
        }
        finally
        {
            Directory.Delete(others);
        }
    }

    [Fact]
    public void A_moved_key_is_no_longer_found()
    {
        using var folder = DryRunFolder.Make();
        folder.RequirePresent();
        var elsewhere = folder.Path + ".moved";
        Directory.Move(folder.Path, elsewhere);
        try
        {
            Assert.Equal("TemporaryFolderUnusable", Assert.Throws<InaccessibleException>(folder.RequirePresent).Finding.Code);
        }
        finally
        {
            Directory.Delete(elsewhere);
        }
    }

    [Fact]
    public void It_is_accessible_to_the_caller_only_and_removed_at_the_end()
    {
        string path;
        using (var folder = DryRunFolder.Make())
        {
            path = folder.Path;
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(path));
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void A_lock_file_removed_while_in_use_is_an_error()
    {
        using var folder = DryRunFolder.Make();
        folder.RequirePresent();
        Directory.Delete(folder.Path);
        foreach (var use in (Action[])
        [
            folder.RequirePresent,
            () => folder.Write("0", "message"u8.ToArray()),
            () => folder.Link("link", "/etc"),
            () => folder.MakeFolder("local.d", [], []),
        ])
        {
            var exception = Assert.Throws<InaccessibleException>(use);
            Assert.Equal(nameof(FindingTable.TemporaryFolderUnusable), exception.Finding.Code);
            Assert.Contains("TMPDIR", exception.Finding.Advice, StringComparison.Ordinal);
        }
    }

    private static string OtherSelectors(DryRunFolder folder, string name) => $"{folder.Path}-{name}";
}
