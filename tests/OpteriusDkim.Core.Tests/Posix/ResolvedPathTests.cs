namespace OpteriusDkim.Tests;

public sealed class ResolvedPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("real/file", "real/file")]
    [InlineData("linked/file", "real/file")]
    [InlineData("alias", "real/file")]
    [InlineData("linked/nothing/yet", "real/nothing/yet")]
    [InlineData("nothing", "nothing")]
    [InlineData("real/../linked/file", "real/file")]
    [InlineData("dangling", "real/new")]
    [InlineData("linked/chain", "real/new")]
    [InlineData("dangling/below", "real/new/below")]
    [InlineData("loop", "loop")]
    public void Links_are_followed_and_a_path_that_does_not_exist_yet_is_not_changed(string path, string resolved)
    {
        folder.Write("real/file", "");
        Directory.CreateSymbolicLink(folder["linked"], folder["real"]);
        File.CreateSymbolicLink(folder["alias"], "linked/file");
        File.CreateSymbolicLink(folder["dangling"], "linked/new");
        File.CreateSymbolicLink(folder["real/chain"], "../dangling");
        File.CreateSymbolicLink(folder["loop"], "loop");
        Assert.Equal(folder[resolved], ResolvedPath.Of(folder[path]));
    }

    [Fact]
    public void A_table_that_is_a_dangling_link_is_still_a_link_afterwards()
    {
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["table"], "real/table");

        TableFile.Replace(folder["table"], "content"u8.ToArray());

        Assert.Equal("real/table", new FileInfo(folder["table"]).LinkTarget);
        Assert.Equal("content", File.ReadAllText(folder["real/table"]));
    }

    [Fact]
    public void The_root_is_itself() => Assert.Equal("/", ResolvedPath.Of("/"));

    public void Dispose() => folder.Dispose();
}
