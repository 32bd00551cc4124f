using System.Text;

namespace OpteriusDkim.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly NewFileAttributes Private = new(FileModes.Private);

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_file_is_made_whole_with_its_mode_and_time()
    {
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Assert.True(
            Create("target", "content"u8, new NewFileAttributes(FileModes.Private | UnixFileMode.GroupRead, FileOwner.Caller, time)));
        Assert.Equal("content", File.ReadAllText(Target));
        Assert.Equal(FileModes.Private | UnixFileMode.GroupRead, File.GetUnixFileMode(Target));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_of_any_size_is_whole()
    {
        var content = new byte[3 * 1024 * 1024 + 1];
        content[^1] = 1;
        Assert.True(Create("target", content, Private));
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.True(Create("empty", [], Private));
        Assert.Empty(File.ReadAllBytes(folder["empty"]));
    }

    [Fact]
    public void Creating_never_replaces()
    {
        folder.Write("target", "old");
        Assert.False(Create("target", "new"u8, Private));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Creating_never_replaces_a_link_or_a_folder()
    {
        File.CreateSymbolicLink(Target, folder["nowhere"]);
        Directory.CreateDirectory(folder["folder"]);
        Assert.False(Create("target", "new"u8, Private));
        Assert.False(Create("folder", "new"u8, Private));
        Assert.False(File.Exists(folder["nowhere"]));
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_creations_succeeds()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Create("target", Encoding.ASCII.GetBytes($"{i}"), Private) ? $"{i}" : null)));
        Assert.Equal(
            Assert.Single(made, one => one is not null), await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Replacing_puts_a_new_file_in_place_of_the_old()
    {
        folder.Write("target", "old");
        using var before = File.OpenText(Target);
        Replace("new"u8, Private);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal("old", before.ReadToEnd());
        Assert.Equal(FileModes.Private, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void Replacing_a_link_keeps_its_target()
    {
        var other = folder.Write("other", "other");
        File.CreateSymbolicLink(Target, other);
        Replace("new"u8, Private);
        Assert.Equal("other", File.ReadAllText(other));
        Assert.Null(new FileInfo(Target).LinkTarget);
    }

    [Fact]
    public void Replacing_a_folder_fails_and_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(Target);
        Assert.Throws<InaccessibleException>(() => Replace("new"u8, Private));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Removing_a_missing_file_succeeds()
    {
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        folder.Write("target", "");
        AtomicFile.Remove(opened, "target");
        AtomicFile.Remove(opened, "target");
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void A_temporary_name_is_hidden_and_differs_each_time()
    {
        var name = AtomicFile.TemporaryNameOf("target");
        Assert.Matches(@"^\.target\.[0-9A-F]{16}\.dkim-tmp$", name);
        Assert.NotEqual(name, AtomicFile.TemporaryNameOf("target"));
    }

    [Fact]
    public void Only_leftovers_are_removed()
    {
        folder.Write(AtomicFile.TemporaryNameOf("target"), "");
        folder.Write(AtomicFile.TemporaryNameOf("another"), "");
        folder.Write(".other", "");
        folder.Write("target.dkim-tmp", "");
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        AtomicFile.RemoveLeftovers(opened, "target");
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
        AtomicFile.RemoveLeftovers(opened);
        Assert.Equal([".other", "target.dkim-tmp"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private string Target => folder["target"];

    private bool Create(string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        return AtomicFile.Create(opened, name, content, attributes);
    }

    private void Replace(ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        AtomicFile.Replace(opened, "target", content, attributes);
    }
}
