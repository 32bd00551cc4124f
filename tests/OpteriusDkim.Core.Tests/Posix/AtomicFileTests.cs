using System.Text;

namespace OpteriusDkim.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly FileAttributesToBe Private = new(FileModes.Private);

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_file_is_made_whole_with_its_mode_and_time()
    {
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Assert.True(AtomicFile.Create(Target, "content"u8, new FileAttributesToBe(FileModes.Private | UnixFileMode.GroupRead, FileOwner.Caller, time)));
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
        Assert.True(AtomicFile.Create(Target, content, Private));
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.True(AtomicFile.Create(folder["empty"], [], Private));
        Assert.Empty(File.ReadAllBytes(folder["empty"]));
    }

    [Fact]
    public void To_create_never_replaces()
    {
        folder.Write("target", "old");
        Assert.False(AtomicFile.Create(Target, "new"u8, Private));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void To_create_never_replaces_a_link_or_a_folder()
    {
        File.CreateSymbolicLink(Target, folder["nowhere"]);
        Directory.CreateDirectory(folder["folder"]);
        Assert.False(AtomicFile.Create(Target, "new"u8, Private));
        Assert.False(AtomicFile.Create(folder["folder"], "new"u8, Private));
        Assert.False(File.Exists(folder["nowhere"]));
    }

    [Fact]
    public async Task Of_many_that_create_one_name_at_once_exactly_one_does()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => AtomicFile.Create(Target, Encoding.ASCII.GetBytes($"{i}"), Private) ? $"{i}" : null)));
        Assert.Equal(Assert.Single(made, one => one is not null), await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void To_replace_puts_a_new_file_in_the_place_of_the_old()
    {
        folder.Write("target", "old");
        using var before = File.OpenText(Target);
        AtomicFile.Replace(Target, "new"u8, Private);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal("old", before.ReadToEnd());
        Assert.Equal(FileModes.Private, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void To_replace_a_link_leaves_what_it_leads_to()
    {
        var other = folder.Write("other", "other");
        File.CreateSymbolicLink(Target, other);
        AtomicFile.Replace(Target, "new"u8, Private);
        Assert.Equal("other", File.ReadAllText(other));
        Assert.Null(new FileInfo(Target).LinkTarget);
    }

    [Fact]
    public void To_replace_a_folder_fails_and_leaves_nothing_beside()
    {
        Directory.CreateDirectory(Target);
        Assert.Throws<InaccessibleException>(() => AtomicFile.Replace(Target, "new"u8, Private));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Without_its_folder_a_file_cannot_be_made()
    {
        var exception = Assert.Throws<InaccessibleException>(() => AtomicFile.Create(folder["no/target"], "new"u8, Private));
        Assert.Contains(folder["no"], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_remove_what_is_gone_is_no_failure()
    {
        folder.Write("target", "");
        AtomicFile.Remove(Target);
        AtomicFile.Remove(Target);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void A_temporary_name_lies_beside_is_hidden_and_differs_each_time()
    {
        var name = AtomicFile.TemporaryBeside(Target);
        Assert.Equal(folder.Path, Path.GetDirectoryName(name));
        Assert.Matches(@"^\.target\.[0-9A-F]{16}\.dkim-tmp$", Path.GetFileName(name));
        Assert.NotEqual(name, AtomicFile.TemporaryBeside(Target));
    }

    [Fact]
    public void Leftovers_are_cleared_and_nothing_else()
    {
        File.WriteAllText(AtomicFile.TemporaryBeside(Target), "");
        folder.Write(".other", "");
        folder.Write("target.dkim-tmp", "");
        AtomicFile.RemoveLeftovers(folder.Path);
        AtomicFile.RemoveLeftovers(folder["no such folder"]);
        Assert.Equal([".other", "target.dkim-tmp"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private string Target => folder["target"];
}
