namespace OpteriusDkim.Tests;

/// <summary>
/// Which links in a path are followed, and how an open folder handles links, pipes and hard links.
/// </summary>
public sealed class OpenFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_link_of_roots_in_a_folder_of_roots_is_followed()
    {
        folder.Write("real/keys/file", "content");
        Directory.CreateSymbolicLink(folder["absolute"], folder["real/keys"]);
        Directory.CreateSymbolicLink(folder["relative"], "real/../real/keys");
        Directory.CreateSymbolicLink(folder["twice"], "absolute");
        foreach (var path in new[] { "real/keys", "absolute", "relative", "twice" })
        {
            using var opened = OpenFolder.TryOpen(folder[path])!;
            Assert.Equal("content"u8.ToArray(), opened.Read("file", 100));
            Assert.Equal(folder[path], opened.Path);
            Assert.Equal(folder["real/keys"], opened.ResolvedPath);
        }
    }

    [Fact]
    public void A_missing_path_is_null_and_a_loop_is_an_error()
    {
        File.CreateSymbolicLink(folder["loop"], "loop");
        File.CreateSymbolicLink(folder["nowhere"], "gone");
        Assert.Null(OpenFolder.TryOpen(folder["no/such"]));
        Assert.Null(OpenFolder.TryOpen(folder["nowhere"]));
        Assert.Equal(
            nameof(FindingTable.SystemFailure),
            Assert.Throws<InaccessibleException>(() => OpenFolder.TryOpen(folder["loop"])).Finding.Code);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_link_that_another_user_could_replace_is_not_followed(bool folderIsTheirs, bool linkIsTheirs)
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can give files to another user");
        folder.Write("real/file", "content");
        Directory.CreateDirectory(folder["theirs"]);
        Directory.CreateSymbolicLink(folder["theirs/link"], folder["real"]);
        GiveAway(folderIsTheirs, "theirs");
        GiveAway(linkIsTheirs, "theirs/link");
        var exception = Assert.Throws<InaccessibleException>(() => OpenFolder.TryOpen(folder["theirs/link"]));
        Assert.Equal(nameof(FindingTable.LinkNotTrusted), exception.Finding.Code);
        Assert.Contains(folder["theirs/link"], exception.Message, StringComparison.Ordinal);
        Assert.Throws<InaccessibleException>(() => OpenFolder.TryOpen(folder["theirs/link/below"]));
    }

    [Fact]
    public void A_link_in_a_world_writable_folder_is_not_followed_unless_the_folder_is_sticky()
    {
        folder.Write("real/file", "content");
        Directory.CreateDirectory(folder["open"]);
        Directory.CreateSymbolicLink(folder["open/link"], folder["real"]);
        File.SetUnixFileMode(folder["open"], (UnixFileMode)0x1FF /* 0777 */);
        Assert.Throws<InaccessibleException>(() => OpenFolder.TryOpen(folder["open/link"]));
        File.SetUnixFileMode(folder["open"], (UnixFileMode)0x3FF /* 1777 */);
        OpenFolder.TryOpen(folder["open/link"])!.Dispose();
    }

    [Fact]
    public void In_a_world_writable_folder_no_link_is_followed()
    {
        folder.Write("real/file", "content");
        Directory.CreateSymbolicLink(folder["link"], folder["real"]);
        File.CreateSymbolicLink(folder["file-link"], folder["real/file"]);
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        Assert.Equal(nameof(FindingTable.LinkedFolder), Assert.Throws<InUseException>(() => opened.TryOpenFolder("link")).Finding.Code);
        Assert.Null(opened.OpenToRead("file-link"));
        Assert.Null(opened.Read("file-link", 100));
        Assert.True(opened.Exists("file-link"));
        opened.RemoveTree("link");
        Assert.True(File.Exists(folder["real/file"]));
        Assert.False(Path.Exists(folder["link"]));
    }

    [Fact]
    public void A_pipe_is_not_a_file_and_does_not_block()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", folder["pipe"]))
        {
            made.WaitForExit();
        }

        using var opened = OpenFolder.TryOpen(folder.Path)!;
        Assert.Null(opened.Read("pipe", 100));
        opened.OpenToRead("pipe")!.Dispose();
    }

    [Fact]
    public void A_hard_link_to_a_replaced_file_keeps_its_content()
    {
        HardLink.Make(folder.Write("theirs", "old"), folder["ours"]);
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        AtomicFile.Replace(opened, "ours", "new"u8, new NewFileAttributes(FileModes.Private));
        AtomicFile.Remove(opened, "ours");
        Assert.Equal("old", File.ReadAllText(folder["theirs"]));
    }

    [Fact]
    public void A_tree_is_removed_with_all_that_is_in_it_and_links_are_not_followed()
    {
        folder.Write("kept/file", "");
        folder.Write("tree/a/b/c", "");
        Directory.CreateSymbolicLink(folder["tree/a/link"], folder["kept"]);
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        opened.RemoveTree("tree");
        opened.RemoveTree("no such");
        Assert.Equal(["kept"], opened.Names());
        Assert.True(File.Exists(folder["kept/file"]));
    }

    public void Dispose() => folder.Dispose();

    private void GiveAway(bool isTheirs, string path)
    {
        if (isTheirs)
        {
            FolderSwapAttack.GiveAway(folder[path]);
        }
    }
}
