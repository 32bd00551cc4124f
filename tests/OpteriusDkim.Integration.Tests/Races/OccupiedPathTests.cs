namespace OpteriusDkim;

/// <summary>A file where a folder should be.</summary>
public sealed class OccupiedPathTests
{
    [Theory]
    [InlineData("keys")]
    [InlineData("keys/example.com")]
    [InlineData("state")]
    [InlineData("state/locks")]
    public void A_file_where_a_folder_should_be_is_an_error_and_is_kept(string path)
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(Path.GetDirectoryName(sandbox.In(path))!);
        File.WriteAllText(sandbox.In(path), "somebody's own");
        using var session = new ModuleSession(sandbox);
        var outcome = session.Run("New-DkimKey example.com");
        Assert.Equal(["NotAFolder"], outcome.ErrorIds);
        Assert.Equal("somebody's own", File.ReadAllText(sandbox.In(path)));
        Assert.False(File.Exists(new StoreCheck(sandbox).KeyPath));
    }
}
