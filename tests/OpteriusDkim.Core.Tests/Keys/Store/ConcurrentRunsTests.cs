namespace OpteriusDkim.Tests;

public sealed class ConcurrentRunsTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task Exactly_one_of_many_concurrent_writes_succeeds()
    {
        SampleKey[] keys = [SampleKey.Rsa, SampleKey.OtherRsa, SampleKey.RsaOf(1024)];
        var runs = Enumerable.Range(0, 6).Select(i => Task.Run(() => PutOrLoseAsync(keys[i % 3]))).ToArray();
        var won = (await Task.WhenAll(runs)).OfType<StoredKey>();
        Assert.Equal(Assert.Single(won), host.Store.Find(SampleName.Mail));
        Assert.Equal(["example.com/mail.private", "example.com/mail.txt"], host.KeyFiles());
    }

    [Fact]
    public async Task Concurrent_writes_of_different_selectors_of_one_domain_all_succeed()
    {
        var names = Enumerable.Range(0, 8).Select(i => SampleName.Of("example.com", $"s{i}")).ToArray();
        await Task.WhenAll(names.Select(name => Task.Run(() => host.PutAsync(name, SampleKey.Rsa))));
        Assert.All(names, name => Assert.NotNull(host.Store.Find(name)));
    }

    [Fact]
    public async Task Each_of_many_concurrent_replacements_backs_up_the_previous_key()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true))));
        var kept = host.Backups("example.com", "mail.private").Select(File.ReadAllText).ToArray();
        Assert.Equal(4, kept.Length);
        Assert.Single(kept, SampleKey.Rsa.Pkcs8Pem);
    }

    [Fact]
    public async Task No_lock_and_no_temporary_file_is_left()
    {
        await Exactly_one_of_many_concurrent_writes_succeeds();
        Assert.Empty(Directory.GetFiles(host.Folder["state/locks"]));
        Assert.Empty(Directory.GetFileSystemEntries(host.KeyDirectory, ".*"));
    }

    public void Dispose() => host.Dispose();

    private async Task<StoredKey?> PutOrLoseAsync(SampleKey key)
    {
        try
        {
            return await host.PutAsync(SampleName.Mail, key);
        }
        catch (AlreadyExistsException)
        {
            return null;
        }
    }
}
