namespace OpteriusDkim.Tests;

public sealed class FilesToImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_file_is_identified_regardless_of_its_name() =>
        Assert.Equal([folder.Write("dkim.conf", "")], KeyImport.FilesAt(folder["dkim.conf"]));

    [Fact]
    public void A_folder_is_its_key_files_and_those_of_the_folders_in_it()
    {
        foreach (var file in new[]
        {
            "z.key", "a.pem", "example.com/mail.private", "example.com/mail.txt", "example.com/.mail.private",
            "example.com/old/mail.private", "README", "a.private.bak",
        })
        {
            folder.Write("keys/" + file, "");
        }

        Assert.Equal(
            [folder["keys/a.pem"], folder["keys/example.com/mail.private"], folder["keys/z.key"]],
            KeyImport.FilesAt(folder["keys"]));
    }

    [Fact]
    public void A_missing_key_file_is_an_error()
    {
        folder.Write("empty/README", "");
        foreach (var path in new[] { folder["nothing"], folder["empty"] })
        {
            var exception = Assert.Throws<NotFoundException>(() => KeyImport.FilesAt(path));
            Assert.Equal(nameof(FindingTable.ImportPathMissing), exception.Finding.Code);
        }
    }

    public void Dispose() => folder.Dispose();
}
