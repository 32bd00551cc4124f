namespace OpteriusDkim.Tests;

public sealed class PathWalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PathWalkTests()
    {
        folder.Write("keys/a/mail.private", "");
        Directory.CreateDirectory(folder["keys/b"]);
        Directory.CreateSymbolicLink(folder["keys/b/up"], "../a");
        Directory.CreateSymbolicLink(folder["keys/linked"], folder["keys/a"]);
        File.CreateSymbolicLink(folder["keys/b/alias"], "../a/mail.private");
        File.CreateSymbolicLink(folder["keys/loop"], "loop");
    }

    [Theory]
    [InlineData("keys/a/mail.private", "keys/a/mail.private", "keys")]
    [InlineData("keys//a/./mail.private", "keys/a/mail.private", "keys")]
    [InlineData("keys/b/../a/mail.private", "keys/a/mail.private", "keys keys/b")]
    [InlineData("keys/b/up/mail.private", "keys/a/mail.private", "keys keys/b")]
    [InlineData("keys/b/up/../b/alias", "keys/a/mail.private", "keys keys/a keys/b")]
    [InlineData("keys/linked/mail.private", "keys/a/mail.private", "keys")]
    [InlineData("keys/linked/../b/alias", "keys/a/mail.private", "keys keys/a keys/b")]
    [InlineData("keys/a/missing", "keys/a/missing", "keys")]
    [InlineData("keys/missing/../a/mail.private", "keys/a/mail.private", "")]
    [InlineData("keys/a/mail.private/x", "keys/a/mail.private/x", "keys")]
    [InlineData("keys/loop", "keys/loop", "keys")]
    public void A_path_is_followed_as_the_kernel_does(string path, string leadsTo, string passes)
    {
        var way = Assert.Single(new PathWalk().Of(folder[""] + "/" + path));
        Assert.Equal(folder[leadsTo], way.Path);
        foreach (var name in (string[])["keys", "keys/a", "keys/b"])
        {
            Assert.Equal(passes.Split(' ').Contains(name), way.Folders.Contains(FileStatus.Of(folder[name])!.Identity!));
        }
    }

    [Theory]
    [InlineData("keys/*/mail.private", 4)]
    [InlineData("keys/*/../a/mail.private", 4)]
    [InlineData("keys/b/*", 2)]
    [InlineData("keys/nothing*/mail.private", 0)]
    [InlineData("keys/a/mail.private/*", 1)]
    public void A_template_gives_a_path_for_each_matching_name(string template, int ways) =>
        Assert.Equal(ways, new PathWalk().Of(folder[""] + "/" + template).Count);

    [Theory]
    [InlineData("keys/b/up/../b/alias")]
    [InlineData("keys/linked/mail.private")]
    [InlineData("keys/*/mail.private")]
    public void The_target_file_is_identified_by_its_inode(string path) => Assert.Contains(
        new PathWalk().Of(folder[""] + "/" + path), way => way.File == FileStatus.Of(folder["keys/a/mail.private"])!.Identity);

    [Fact]
    public void A_name_too_long_for_the_system_leads_nowhere() =>
        Assert.Null(Assert.Single(new PathWalk().Of("/" + new string('x', 5000))).File);

    public void Dispose() => folder.Dispose();
}
