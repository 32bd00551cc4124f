namespace OpteriusDkim.Tests;

public sealed class LinkedFolderTests : IDisposable
{
    private static readonly RecordName Linked = SampleName.Of("linked.example", "mail");

    private readonly TestHost host = new();

    [Fact]
    public async Task A_key_is_not_put_through_a_link()
    {
        await LinkAsync();
        await RequireRefusalAsync(() => host.PutAsync(SampleName.Of("linked.example", "new"), SampleKey.OtherRsa));
        await RequireRefusalAsync(() => host.PutAsync(Linked, SampleKey.OtherRsa, replace: true));
    }

    [Fact]
    public async Task A_key_is_not_removed_through_a_link()
    {
        await LinkAsync();
        await RequireRefusalAsync(() => host.RemoveAsync(Linked));
    }

    [Fact]
    public async Task Cleanup_does_not_follow_a_link()
    {
        await LinkAsync();
        File.Delete(host.Folder["keys/example.com/mail.txt"]);
        _ = await Record.ExceptionAsync(() => host.TidyAsync(Linked));
        Assert.Equal(["example.com/mail.private"], host.KeyFiles().Where(IsOwn));
    }

    [Fact]
    public async Task A_dangling_link_is_refused_too()
    {
        Directory.CreateDirectory(host.KeyDirectory);
        File.CreateSymbolicLink(host.Folder["keys/linked.example"], host.Folder["nowhere"]);
        await Assert.ThrowsAsync<InUseException>(() => host.PutAsync(Linked, SampleKey.Rsa));
        Assert.False(Path.Exists(host.Folder["nowhere"]));
    }

    [Fact]
    public async Task A_key_is_found_through_a_link()
    {
        await LinkAsync();
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(Linked)?.PublicKey);
    }

    public void Dispose() => host.Dispose();

    private async Task LinkAsync()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Directory.CreateSymbolicLink(host.Folder["keys/linked.example"], host.Folder["keys/example.com"]);
    }

    private async Task RequireRefusalAsync(Func<Task> change)
    {
        var exception = await Assert.ThrowsAsync<InUseException>(change);
        Assert.Equal(nameof(FindingTable.LinkedFolder), exception.Finding.Code);
        Assert.Equal(["example.com/mail.private", "example.com/mail.txt"], host.KeyFiles().Where(IsOwn));
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
    }

    private static bool IsOwn(string file) => file.StartsWith("example.com/", StringComparison.Ordinal);
}
