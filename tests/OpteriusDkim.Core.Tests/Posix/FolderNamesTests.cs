namespace OpteriusDkim.Tests;

public sealed class FolderNamesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_folder_that_is_gone_holds_nothing() => Assert.Empty(FolderNames.In(folder["gone"], "*"));

    [Fact]
    public void Files_and_folders_are_found_by_their_names()
    {
        folder.Write("a.tmp", "");
        folder.Write("b.tmp/c", "");
        folder.Write("d", "");
        Assert.Equal(["a.tmp", "b.tmp"], FolderNames.In(folder.Path, "*.tmp").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_file_in_its_place_holds_nothing() => Assert.Empty(FolderNames.In(folder.Write("file", ""), "*"));

    public void Dispose() => folder.Dispose();
}
