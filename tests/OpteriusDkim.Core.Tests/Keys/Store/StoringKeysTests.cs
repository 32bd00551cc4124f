namespace OpteriusDkim.Tests;

public sealed class StoringKeysTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task A_key_is_stored_under_its_domain_and_selector_next_to_its_record()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Assert.Equal(Path.Combine(host.KeyDirectory, "example.com", "mail.private"), stored.Path);
        Assert.Equal(host.Store.PathOf(SampleName.Mail), stored.Path);
        Assert.Equal(["example.com/mail.private", "example.com/mail.txt"], host.KeyFiles());
        Assert.Equal(SampleKey.Rsa.Pkcs8Pem, await ReadAsync(stored.Path));
        Assert.Equal(DkimDnsRecord.ZoneFileLine(stored.RecordName, stored.PublicKey), await ReadAsync(RecordPath));
    }

    [Fact]
    public async Task A_stored_key_is_found()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Assert.Equal(stored, host.Store.Find(SampleName.Mail));
        Assert.Null(host.Store.Find(SampleName.Of("example.com", "other")));
        Assert.Null(host.Store.Find(SampleName.Of("example.org", "mail")));
    }

    [Fact]
    public async Task A_published_Ed25519_key_is_found()
    {
        using var key = PrivateKey.FromEd25519Seed(SampleKey.Seed, host.Ed25519);
        await host.Store.PutAsync(SampleName.Mail, key, default, host.Progress, TestContext.Current.CancellationToken);
        Assert.Equal(SampleKey.Ed25519, host.Store.Find(SampleName.Mail)?.PublicKey);
    }

    [Fact]
    public async Task A_key_that_is_there_is_never_overwritten()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var exception = await Assert.ThrowsAsync<AlreadyExistsException>(() => host.PutAsync(SampleName.Mail, SampleKey.OtherRsa));
        Assert.Equal(nameof(FindingTable.KeyExists), exception.Finding.Code);
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
        Assert.Throws<AlreadyExistsException>(() => host.Store.CheckPut(SampleName.Mail, replace: false));
    }

    [Fact]
    public async Task A_broken_file_of_the_name_is_never_overwritten()
    {
        host.Folder.Write("keys/example.com/mail.private", "not a key");
        await Assert.ThrowsAsync<AlreadyExistsException>(() => host.PutAsync(SampleName.Mail, SampleKey.Rsa));
        Assert.Equal("not a key", await ReadAsync(host.Store.PathOf(SampleName.Mail)));
    }

    [Fact]
    public async Task A_dangling_link_is_never_overwritten()
    {
        Directory.CreateDirectory(host.Folder["keys/example.com"]);
        File.CreateSymbolicLink(host.Folder["keys/example.com/mail.private"], host.Folder["nowhere"]);
        await Assert.ThrowsAsync<AlreadyExistsException>(() => host.PutAsync(SampleName.Mail, SampleKey.Rsa));
        Assert.False(File.Exists(host.Folder["nowhere"]));
    }

    [Fact]
    public async Task A_replaced_pair_is_backed_up()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var record = await ReadAsync(RecordPath);
        await host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true);
        Assert.Equal(SampleKey.OtherRsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
        Assert.Equal(SampleKey.Rsa.Pkcs8Pem, await ReadAsync(Assert.Single(host.Backups("example.com", "mail.private"))));
        Assert.Equal(record, await ReadAsync(Assert.Single(host.Backups("example.com", "mail.txt"))));
    }

    [Fact]
    public async Task Replacing_a_missing_file_creates_it()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa, replace: true);
        Assert.Empty(host.Backups("example.com", "mail.private"));
        Assert.NotNull(host.Store.Find(SampleName.Mail));
    }

    [Fact]
    public async Task A_record_of_an_older_key_is_never_next_to_a_new_key()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var recordsSeen = new List<bool>();
        var log = new RecordedProgress { OnMessage = _ => recordsSeen.Add(OldRecordStandsBesideNewKey()) };
        await TestHost.PutAsync(host.Store, SampleName.Mail, SampleKey.OtherRsa, replace: true, log);
        Assert.Contains(recordsSeen, seen => !seen);
        Assert.DoesNotContain(true, recordsSeen);
        Assert.Contains(SampleKey.OtherRsa.PublicKey.Base64[^40..], await ReadAsync(RecordPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_after_the_key_was_written_leaves_no_record_of_another_key()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var log = new RecordedProgress { OnMessage = told => EndAt(told, "Wrote " + host.Store.PathOf(SampleName.Mail)) };
        await Assert.ThrowsAsync<IOException>(() => TestHost.PutAsync(host.Store, SampleName.Mail, SampleKey.OtherRsa, replace: true, log));
        Assert.Equal(SampleKey.OtherRsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
        Assert.False(File.Exists(RecordPath));
        await host.TidyAsync(SampleName.Mail);
        Assert.True(File.Exists(RecordPath));
    }

    [Fact]
    public async Task An_imported_key_keeps_its_age()
    {
        var age = new DateTime(2020, 2, 29, 1, 2, 3, DateTimeKind.Utc);
        using var key = SampleKey.Rsa.ToPrivateKey();
        var stored = await host.Store.PutAsync(
            SampleName.Mail, key, new KeyPlacement(CreatedAt: age), host.Progress, TestContext.Current.CancellationToken);
        Assert.Equal(age, stored.CreatedAt);
        Assert.Equal(age, host.Store.Find(SampleName.Mail)?.CreatedAt);
    }

    [Fact]
    public async Task A_file_where_a_folder_should_be_is_reported()
    {
        host.Folder.Write("keys", "");
        var exception = await Assert.ThrowsAsync<InaccessibleException>(() => host.PutAsync(SampleName.Mail, SampleKey.Rsa));
        Assert.Contains(host.KeyDirectory, exception.Message, StringComparison.Ordinal);
        Assert.Throws<InaccessibleException>(() => host.Store.CheckPut(SampleName.Mail, replace: false));
    }

    [Fact]
    public void Checking_changes_nothing()
    {
        host.Store.CheckPut(SampleName.Mail, replace: false);
        host.Store.CheckPut(SampleName.Mail, replace: true);
        Assert.False(Directory.Exists(host.KeyDirectory));
        Assert.False(Directory.Exists(host.StateDirectory));
    }

    [Fact]
    public async Task A_cancelled_run_changes_nothing()
    {
        using var key = SampleKey.Rsa.ToPrivateKey();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Store.PutAsync(SampleName.Mail, key, default, host.Progress, new CancellationToken(canceled: true)));
        Assert.Empty(host.KeyFiles());
    }

    [Fact]
    public async Task A_domain_of_the_greatest_length_can_have_a_key()
    {
        var name = SampleName.Of(SampleName.DomainOfLength(240), "a");
        Assert.Equal(253, name.Value.Length);
        await host.PutAsync(name, SampleKey.Rsa);
        Assert.NotNull(host.Store.Find(name));
    }

    public void Dispose() => host.Dispose();

    private string RecordPath => host.Folder["keys/example.com/mail.txt"];

    private bool OldRecordStandsBesideNewKey() =>
        host.Store.Find(SampleName.Mail)?.PublicKey.Equals(SampleKey.OtherRsa.PublicKey) == true
        && File.Exists(RecordPath)
        && File.ReadAllText(RecordPath).Contains(SampleKey.Rsa.PublicKey.Base64[^40..], StringComparison.Ordinal);

    private static void EndAt(string told, string end)
    {
        if (told.StartsWith(end, StringComparison.Ordinal))
        {
            throw new IOException("the run ends here");
        }
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
