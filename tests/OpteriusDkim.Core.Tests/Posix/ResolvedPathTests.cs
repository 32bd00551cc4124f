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
    public void Links_are_followed_and_what_is_not_there_yet_stays_as_it_stands(string path, string resolved)
    {
        folder.Write("real/file", "");
        Directory.CreateSymbolicLink(folder["linked"], folder["real"]);
        File.CreateSymbolicLink(folder["alias"], "linked/file");
        Assert.Equal(folder[resolved], ResolvedPath.Of(folder[path]));
    }

    [Fact]
    public void The_root_is_itself() => Assert.Equal("/", ResolvedPath.Of("/"));

    public void Dispose() => folder.Dispose();
}
