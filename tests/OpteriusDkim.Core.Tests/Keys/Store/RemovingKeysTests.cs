namespace OpteriusDkim.Tests;

public sealed class RemovingKeysTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task A_removed_key_is_deleted_with_its_record_and_folder_and_backed_up()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await host.RemoveAsync(SampleName.Mail);
        Assert.Null(host.Store.Find(SampleName.Mail));
        Assert.False(Directory.Exists(host.Folder["keys/example.com"]));
        Assert.True(Directory.Exists(host.KeyDirectory));
        var copy = Assert.Single(host.Backups("example.com", "mail.private"));
        Assert.Equal(SampleKey.Rsa.Pkcs8Pem, await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken));
        Assert.Single(host.Backups("example.com", "mail.txt"));
        Assert.Contains(host.Progress.Messages, told => told.Contains(copy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_permanently_removed_key_is_not_backed_up()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await host.RemoveAsync(SampleName.Mail, permanently: true);
        Assert.Null(host.Store.Find(SampleName.Mail));
        Assert.False(Directory.Exists(host.Folder["state/kept"]));
    }

    [Fact]
    public async Task Other_keys_of_the_domain_are_kept()
    {
        var other = SampleName.Of("example.com", "other");
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await host.PutAsync(other, SampleKey.OtherRsa);
        await host.RemoveAsync(SampleName.Mail);
        Assert.Equal(["example.com/other.private", "example.com/other.txt"], host.KeyFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removing_a_missing_key_is_an_error_with_advice_or_no_error(bool permanently)
    {
        await host.PutAsync(SampleName.Of("example.com", "other"), SampleKey.Rsa);
        var exception = await Record.ExceptionAsync(() => host.RemoveAsync(SampleName.Mail, permanently));
        Assert.True(exception is null or DkimException, exception?.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removing_a_key_of_a_domain_without_keys_is_an_error_with_advice_or_no_error(bool permanently)
    {
        var exception = await Record.ExceptionAsync(() => host.RemoveAsync(SampleName.Mail, permanently));
        Assert.True(exception is null or DkimException, exception?.ToString());
    }

    public void Dispose() => host.Dispose();
}
