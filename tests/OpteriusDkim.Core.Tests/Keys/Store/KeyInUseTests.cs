namespace OpteriusDkim.Tests;

public sealed class KeyInUseTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task A_key_that_the_KeyTable_names_is_neither_replaced_nor_removed()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(stored.Path);
        await RequireRefusalAsync(() => host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true));
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail));
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail, permanently: true));
        Assert.Throws<InUseException>(() => host.Store.CheckPut(SampleName.Mail, replace: true));
    }

    [Fact]
    public async Task The_name_of_another_domain_in_the_KeyTable_does_not_matter_the_file_does()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(stored.Path, "example.org", "other");
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail));
    }

    [Fact]
    public async Task A_key_that_is_named_through_a_link_is_in_use()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Directory.CreateSymbolicLink(host.Folder["linked"], host.KeyDirectory);
        host.UseInKeyTable(host.Folder["linked/example.com/mail.private"]);
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail));
    }

    [Fact]
    public async Task A_key_of_another_selector_is_not_in_use()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(stored.Path);
        var other = SampleName.Of("example.com", "mail2");
        await host.PutAsync(other, SampleKey.Rsa);
        await host.PutAsync(other, SampleKey.OtherRsa, replace: true);
        await host.RemoveAsync(other);
        Assert.NotNull(host.Store.Find(SampleName.Mail));
    }

    [Fact]
    public async Task With_an_unreadable_table_nothing_is_replaced_or_removed()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await File.WriteAllTextAsync(
            host.OpenDkimConfigurationPath, "KeyTable db:/etc/KeyTable.db\n", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InaccessibleException>(() => host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true));
        await Assert.ThrowsAsync<InaccessibleException>(() => host.RemoveAsync(SampleName.Mail));
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
        await host.PutAsync(SampleName.Of("example.com", "new"), SampleKey.Rsa);
    }

    public void Dispose() => host.Dispose();

    private async Task RequireRefusalAsync(Func<Task> change)
    {
        var exception = await Assert.ThrowsAsync<InUseException>(change);
        Assert.Equal(nameof(FindingTable.KeyInUse), exception.Finding.Code);
        Assert.Contains(host.KeyTablePath + ":1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
        Assert.True(File.Exists(host.Folder["keys/example.com/mail.txt"]));
        Assert.Empty(host.Backups("example.com", "mail.private"));
    }
}
