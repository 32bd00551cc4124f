namespace OpteriusDkim.Tests;

public sealed class ListingKeysTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public async Task Keys_are_listed_in_the_order_of_domain_and_selector()
    {
        foreach (var (domain, selector) in new[]
        {
            ("b.example", "mail"),
            ("a.example", "z"),
            ("a.example", "2026.eu"),
            ("a.example", "mail"),
        })
        {
            await host.PutAsync(SampleName.Of(domain, selector), SampleKey.Rsa);
        }

        Assert.Equal(
            ["2026.eu._domainkey.a.example", "mail._domainkey.a.example", "z._domainkey.a.example", "mail._domainkey.b.example"],
            All().Select(entry => entry.Key?.RecordName.Value));
        Assert.Equal(["a.example", "b.example"], host.Store.Domains().Select(domain => domain.Value));
        Assert.Equal(["2026.eu", "mail", "z"], host.Store.SelectorsOf(DomainName.Parse("a.example")).Select(selector => selector.Value));
    }

    [Fact]
    public async Task Only_the_domains_and_selectors_wanted_are_listed()
    {
        foreach (var (domain, selector) in new[] { ("a.example", "mail"), ("a.example", "old"), ("b.example", "mail") })
        {
            await host.PutAsync(SampleName.Of(domain, selector), SampleKey.Rsa);
        }

        var entry = Assert.Single(host.Store.List(domain => domain.Value == "a.example", selector => selector.Value == "mail"));
        Assert.Equal("mail._domainkey.a.example", entry.Key?.RecordName.Value);
        Assert.Single(host.Store.ListDomain(DomainName.Parse("a.example"), selector => selector.Value == "old"));
    }

    [Fact]
    public void A_store_that_is_missing_has_no_keys()
    {
        Assert.Empty(All());
        Assert.Empty(host.Store.Domains());
        Assert.Empty(host.Store.SelectorsOf(DomainName.Parse("example.com")));
        Assert.Empty(host.Store.ListDomain(DomainName.Parse("example.com"), _ => true));
    }

    [Fact]
    public async Task A_broken_file_is_one_entry_and_the_others_are_listed()
    {
        await host.PutAsync(SampleName.Of("example.com", "a"), SampleKey.Rsa);
        host.Folder.Write("keys/example.com/b.private", "not a key");
        await host.PutAsync(SampleName.Of("example.com", "c"), SampleKey.Rsa);
        var entries = All();
        Assert.Equal(["a", null, "c"], entries.Select(entry => entry.Key?.Selector.Value));
        var problem = Assert.IsType<BrokenDataException>(entries[1].Problem);
        Assert.Equal(nameof(FindingTable.KeyBroken), problem.Finding.Code);
        Assert.Contains("b.private", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dangling_link_is_one_entry_and_the_others_are_listed()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        File.CreateSymbolicLink(host.Folder["keys/example.com/a.private"], host.Folder["nowhere"]);
        var entries = All();
        Assert.IsType<InaccessibleException>(entries[0].Problem);
        Assert.Equal("mail", entries[1].Key?.Selector.Value);
    }

    [Theory]
    [InlineData("keys/Example.COM/mail.private", "example.com")]
    [InlineData("keys/example.com./mail.private", "example.com")]
    [InlineData("keys/münchen.example/mail.private", "xn--mnchen-3ya.example")]
    [InlineData("keys/example.org/MAIL.private", "lower case")]
    [InlineData("keys/example.org/ma il.private", "not a selector")]
    public async Task A_misnamed_key_file_is_reported_and_the_others_are_listed(string path, string told)
    {
        await host.PutAsync(SampleName.Of("zz.example", "mail"), SampleKey.Rsa);
        host.Folder.Write(path, SampleKey.Rsa.Pkcs8Pem);
        var entries = All();
        Assert.Equal("zz.example", Assert.Single(entries, entry => entry.Key is not null).Key!.Domain.Value);
        var problem = Assert.Single(entries, entry => entry.Problem is not null).Problem!;
        Assert.Equal(nameof(FindingTable.KeyNameNotCanonical), problem.Finding.Code);
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys/lost+found/mail.private")]
    [InlineData("keys/backup/mail.private")]
    [InlineData("keys/.example.com.0123456789ABCDEF.dkim-tmp/mail.private")]
    [InlineData("keys/example.com/.mail.private.0123456789ABCDEF.dkim-tmp")]
    [InlineData("keys/example.com/.hidden.private")]
    [InlineData("keys/example.com/mail.txt")]
    [InlineData("keys/example.com/mail.private.bak")]
    [InlineData("keys/mail.private")]
    public void Other_files_than_keys_are_not_listed(string path)
    {
        host.Folder.Write(path, SampleKey.Rsa.Pkcs8Pem);
        Assert.Empty(All());
    }

    [Fact]
    public void A_folder_with_the_name_of_a_key_is_not_listed()
    {
        Directory.CreateDirectory(host.Folder["keys/example.com/mail.private"]);
        Assert.Empty(All());
    }

    [Fact]
    public void A_location_that_is_no_folder_is_an_error_and_not_an_empty_store()
    {
        host.Folder.Write("keys", "");
        var exception = Assert.Throws<InaccessibleException>(() => All());
        Assert.Equal(nameof(FindingTable.NotAFolder), exception.Finding.Code);
    }

    [Fact]
    public void Keys_are_read_only_as_they_are_asked_for()
    {
        host.Folder.Write("keys/a.example/mail.private", SampleKey.Rsa.Pkcs8Pem);
        host.Folder.Write("keys/b.example/mail.private", SampleKey.Rsa.Pkcs8Pem);
        using var entries = host.Store.List(_ => true, _ => true).GetEnumerator();
        Assert.True(entries.MoveNext());
        File.WriteAllText(host.Folder["keys/b.example/mail.private"], "changed meanwhile");
        Assert.True(entries.MoveNext());
        Assert.NotNull(entries.Current.Problem);
    }

    public void Dispose() => host.Dispose();

    private StoreEntry[] All() => [.. host.Store.List(_ => true, _ => true)];
}
