namespace OpteriusDkim.Tests;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_folder_is_made_with_its_mode_and_missing_ancestors_with_0755()
    {
        AtomicFolder.Ensure(folder["a/b/c"], FileLock.OwnerOnly, owner: null).Dispose();
        Assert.Equal(FileLock.OwnerOnly, File.GetUnixFileMode(folder["a/b/c"]));
        Assert.Equal(FileModes.FolderForAll, File.GetUnixFileMode(folder["a/b"]));
        Assert.Equal(FileModes.FolderForAll, File.GetUnixFileMode(folder["a"]));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_is_there_is_not_changed()
    {
        folder.Write("a/file", "");
        File.SetUnixFileMode(folder["a"], FileModes.FolderForAll);
        AtomicFolder.Ensure(folder["a"], FileLock.OwnerOnly, owner: null).Dispose();
        Assert.Equal(FileModes.FolderForAll, File.GetUnixFileMode(folder["a"]));
        Assert.True(File.Exists(folder["a/file"]));
    }

    [Fact]
    public void A_file_in_its_place_or_in_its_path_is_reported()
    {
        folder.Write("file", "");
        foreach (var path in new[] { folder["file"], folder["file/below"] })
        {
            var exception = Assert.Throws<InaccessibleException>(
                () => AtomicFolder.Ensure(path, FileLock.OwnerOnly, owner: null).Dispose());
            Assert.Equal(nameof(FindingTable.NotAFolder), exception.Finding.Code);
        }
    }

    [Fact]
    public async Task Concurrent_creation_of_one_folder_succeeds_for_all()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(
                _ => Task.Run(() => AtomicFolder.Ensure(folder["a/b"], FileLock.OwnerOnly, owner: null).Dispose())));
        Assert.Equal(FileLock.OwnerOnly, File.GetUnixFileMode(folder["a/b"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, ".*"));
        Assert.Empty(Directory.GetFileSystemEntries(folder["a"], ".*"));
    }

    [Fact]
    public void Free_space_is_checked_at_the_nearest_existing_folder()
    {
        AtomicFolder.RequireRoomFor(folder["a/b/c/file"]);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        folder.Write("file", "");
        Assert.Throws<InaccessibleException>(() => AtomicFolder.RequireRoomFor(folder["file/below/x"]));
    }

    [Fact]
    public void Only_an_empty_folder_is_removed()
    {
        folder.Write("full/file", "");
        Directory.CreateDirectory(folder["empty"]);
        using var opened = OpenFolder.TryOpen(folder.Path)!;
        opened.RemoveEmptyFolder("full");
        opened.RemoveEmptyFolder("empty");
        opened.RemoveEmptyFolder("nothing");
        Assert.True(File.Exists(folder["full/file"]));
        Assert.False(Directory.Exists(folder["empty"]));
    }

    public void Dispose() => folder.Dispose();
}
