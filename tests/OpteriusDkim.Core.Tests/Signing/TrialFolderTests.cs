namespace OpteriusDkim.Tests;

public sealed class TrialFolderTests
{
    [Fact]
    public void What_a_killed_run_left_is_cleared_and_what_is_in_use_stays()
    {
        using var used = TrialFolder.Make();
        using var folder = new TemporaryFolder();
        folder.Write("kept/file", "");
        var left = Beside(used, "left");
        var link = Beside(used, "link");
        Directory.CreateDirectory(Path.Combine(left, "local.d"));
        File.CreateSymbolicLink(Path.Combine(left, "link"), folder["kept"]);
        File.CreateSymbolicLink(link, folder["kept"]);
        try
        {
            TrialFolder.Make().Dispose();

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
    public void Another_users_stays()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can give a folder away");
        using var used = TrialFolder.Make();
        var others = Beside(used, "others");
        Directory.CreateDirectory(others);
        try
        {
            ExchangeAttack.GiveAway(others);

            TrialFolder.Make().Dispose();

            Assert.True(Directory.Exists(others));
        }
        finally
        {
            Directory.Delete(others);
        }
    }

    [Fact]
    public void It_is_the_callers_alone_and_gone_at_the_end()
    {
        string path;
        using (var folder = TrialFolder.Make())
        {
            path = folder.Path;
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(path));
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void One_that_is_removed_while_it_is_in_use_is_an_error_that_says_so()
    {
        using var folder = TrialFolder.Make();
        folder.RequirePresent();
        Directory.Delete(folder.Path);
        foreach (var use in (Action[])[folder.RequirePresent, () => folder.Write("0", "message"u8.ToArray()), () => folder.Link("link", "/etc"), () => folder.MakeFolder("local.d", [], [])])
        {
            var exception = Assert.Throws<InaccessibleException>(use);
            Assert.Equal(nameof(FindingTable.TemporaryFolderUnusable), exception.Finding.Code);
            Assert.Contains("TMPDIR", exception.Finding.Advice, StringComparison.Ordinal);
        }
    }

    private static string Beside(TrialFolder folder, string name) => $"{folder.Path}-{name}";
}
