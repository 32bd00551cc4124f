namespace OpteriusDkim.Tests;

public sealed class LeftoverKeysTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task A_record_that_is_missing_is_made_again()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        File.Delete(RecordPath);
        await host.TidyAsync(SampleName.Mail);
        Assert.Equal(
            DkimDnsRecord.ZoneFileLine(stored.RecordName, stored.PublicKey),
            await File.ReadAllTextAsync(RecordPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_record_that_is_there_is_not_changed()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await File.WriteAllTextAsync(RecordPath, "somebody's own", TestContext.Current.CancellationToken);
        await host.TidyAsync(SampleName.Mail);
        Assert.Equal("somebody's own", await File.ReadAllTextAsync(RecordPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_created()
    {
        await host.TidyAsync(SampleName.Mail);
        Assert.Empty(host.KeyFiles());
    }

    [Theory]
    [InlineData("keys/example.com/.mail.private.0123456789ABCDEF.dkim-tmp")]
    [InlineData("keys/example.com/.mail.txt.0123456789ABCDEF.dkim-tmp")]
    public async Task Files_left_by_a_crash_are_cleared_by_the_next_run(string leftover)
    {
        host.Folder.Write(leftover, "half a key");
        await host.TidyAsync(SampleName.Mail);
        Assert.Empty(host.KeyFiles());

        host.Folder.Write(leftover, "half a key");
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Assert.Equal(["example.com/mail.private", "example.com/mail.txt"], host.KeyFiles());
    }

    [Fact]
    public async Task A_folder_left_by_a_crash_is_cleared_by_the_next_run_of_its_domain()
    {
        var own = host.Folder["keys/.example.com.0123456789ABCDEF.dkim-tmp"];
        var other = host.Folder["keys/.example.org.0123456789ABCDEF.dkim-tmp"];
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(other);
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Assert.False(Directory.Exists(own));
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public async Task Foreign_hidden_files_are_not_changed()
    {
        host.Folder.Write("keys/example.com/.htaccess", "");
        host.Folder.Write("keys/example.com/mail.private.dkim-tmp", "");
        await host.TidyAsync(SampleName.Mail);
        Assert.Equal(["example.com/.htaccess", "example.com/mail.private.dkim-tmp"], host.KeyFiles());
    }

    public void Dispose() => host.Dispose();

    private string RecordPath => host.Folder["keys/example.com/mail.txt"];
}
