namespace OpteriusDkim.Tests;

/// <summary>A sequence of file writes of which a later one fails.</summary>
public sealed class SigningWriterTests : IDisposable
{
    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_did_not_exist_before_is_removed_again()
    {
        FailAfter(new FileEdit(folder["new"], null, New));
        Assert.False(File.Exists(folder["new"]));
    }

    [Fact]
    public void A_file_that_existed_before_is_restored()
    {
        var path = folder.Write("old", Old);
        FailAfter(new FileEdit(path, Old, New));
        Assert.Equal(Old, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_new_file_that_was_written_twice_is_removed_too()
    {
        FailAfter(new FileEdit(folder["new"], null, New), new FileEdit(folder["new"], New, Old));
        Assert.False(File.Exists(folder["new"]));
    }

    /// <summary>Writes the edits, then one that fails because its folder is removed.</summary>
    private void FailAfter(params FileEdit[] edits)
    {
        var going = Directory.CreateDirectory(folder["going"]);
        var written = 0;
        var log = new RecordedProgress
        {
            OnMessage = what =>
            {
                if (what.StartsWith("Wrote", StringComparison.Ordinal) && ++written == edits.Length)
                {
                    going.Delete();
                }
            },
        };
        var writer = new SigningWriter(new Backups(folder["state"], TimeProvider.System));
        Assert.ThrowsAny<DkimException>(() => writer.Write([.. edits, new FileEdit(folder["going/table"], null, New)], log));
        Assert.Equal(edits.Length, written);
    }
}
