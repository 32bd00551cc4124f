namespace OpteriusDkim.Tests;

public sealed class KeyImportTests : IDisposable
{
    private readonly TestHost host = new();

    [Theory]
    [InlineData("old/example.com/mail.private", "mail._domainkey.example.com")]
    [InlineData("old/Example.COM/MAIL.pem", "mail._domainkey.example.com")]
    [InlineData("old/example.com/2026.eu.private", "2026.eu._domainkey.example.com")]
    [InlineData("dkim/example.com.mail.key", "mail._domainkey.example.com")]
    [InlineData("dkim/news.example.com.s1.key", "s1._domainkey.news.example.com")]
    [InlineData("dkim/xn--mnchen-3ya.example.mail.key", "mail._domainkey.xn--mnchen-3ya.example")]
    [InlineData("old/example.com/mail.example.com.private", "mail._domainkey.example.com")]
    [InlineData("old/example.com/2026-01.example.com.private", "2026-01._domainkey.example.com")]
    [InlineData("old/example.com/example.com.mail.key", "mail._domainkey.example.com")]
    [InlineData("old/example.com/20260101.private", "20260101._domainkey.example.com")]
    [InlineData("domainkeys/example.com/default", "default._domainkey.example.com")]
    [InlineData("dkim/mail._domainkey.example.com.private", "mail._domainkey.example.com")]
    [InlineData("old/example.com/s1.eu._domainkey.private", "s1.eu._domainkey.example.com")]
    [InlineData("dkim/example.co.uk.s1.key", "s1._domainkey.example.co.uk")]
    [InlineData("dkim/example.com.2026-01.key", "2026-01._domainkey.example.com")]
    [InlineData("dkim/example.com.dkim.key", "dkim._domainkey.example.com")]
    [InlineData("old/sub.example.museum/mail.private", "mail._domainkey.sub.example.museum")]
    public void A_key_is_named_by_its_path(string path, string name) =>
        Assert.Equal(name, Identify(path).Name.Value);

    [Theory]
    [InlineData("old/mail.private")]
    [InlineData("old/example.key")]
    [InlineData("old/mail.example.key")]
    [InlineData("old/.private")]
    [InlineData("old/2026-01.example.com.private")]
    [InlineData("old/mail.example.com.private")]
    [InlineData("old/s1.mail.example.com.pem")]
    [InlineData("old/rsa-2048-mail-example.com.private.txt")]
    [InlineData("old/example.com.pem")]
    [InlineData("domain_keys/private/example.com")]
    [InlineData("old/example.com/example.com.key")]
    [InlineData("old/example.com/private.key")]
    [InlineData("old/example.com/dkim.private.key")]
    [InlineData("old/example.com/2048.private")]
    [InlineData("old/example.com/mail.old.private")]
    [InlineData("old/example.com/example.net.mail.key")]
    [InlineData("opendkim.keys/mail.private")]
    [InlineData("keys.d/mail.private")]
    [InlineData("example.com.bak/mail.private")]
    [InlineData("exim4/example.com-private.pem")]
    [InlineData("old/example.com.dev.key")]
    public void A_key_without_a_known_name_is_an_error(string path)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Identify(path));
        Assert.Equal(nameof(FindingTable.ImportNameUnknown), exception.Finding.Code);
        Assert.Contains(path, exception.Finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.org", "given", "given._domainkey.example.org")]
    [InlineData("example.org", null, "mail._domainkey.example.org")]
    [InlineData(null, "given", "given._domainkey.example.com")]
    public void A_parameter_takes_precedence_over_the_path(string? domain, string? selector, string name) =>
        Assert.Equal(name, Identify("old/example.com/mail.private", domain, selector).Name.Value);

    [Theory]
    [InlineData("old/mail.example.com.private", "example.com", null, "mail._domainkey.example.com")]
    [InlineData("old/mail.example.com.private", null, "mail", "mail._domainkey.example.com")]
    [InlineData("old/2026-01.example.com.private", "example.com", null, "2026-01._domainkey.example.com")]
    [InlineData("old/example.com.pem", null, "dkim", "dkim._domainkey.example.com")]
    [InlineData("old/example.com.mail.pem", null, "mail", "mail._domainkey.example.com")]
    [InlineData("private/example.com", null, "default", "default._domainkey.example.com")]
    [InlineData("old/mail.private", "example.com", null, "mail._domainkey.example.com")]
    public void A_given_selector_or_domain_determines_the_other(string path, string? domain, string? selector, string name) =>
        Assert.Equal(name, Identify(path, domain, selector).Name.Value);

    [Theory]
    [InlineData("old/example.com.pem", "example.com", null)]
    [InlineData("old/private.key", "example.com", null)]
    [InlineData("old/mail.private", null, "mail")]
    [InlineData("old/example.com.mail.key", "example.org", null)]
    public void A_selector_or_domain_that_does_not_determine_the_other_is_an_error(string path, string? domain, string? selector) =>
        Assert.Throws<InvalidInputException>(() => Identify(path, domain, selector));

    [Fact]
    public void A_key_that_a_signer_uses_under_several_names_is_queried()
    {
        host.UseInKeyTable(host.Folder["old/example.com/mail.private"], "example.org", "s2");
        host.UseInKeyTable(host.Folder["old/example.com/mail.private"], "example.net", "s2");
        var exception = Assert.Throws<InvalidInputException>(() => Identify("old/example.com/mail.private"));
        Assert.Contains("s2._domainkey.example.org, s2._domainkey.example.net", exception.Message, StringComparison.Ordinal);
        Assert.Equal("s2._domainkey.example.net", Identify("old/example.com/mail.private", "example.net").Name.Value);
    }

    [Fact]
    public void The_record_file_next_to_a_key_gives_its_name()
    {
        host.Folder.Write("old/key7.txt", "s7._domainkey.example.org. 3600 IN TXT \"v=DKIM1; p=AAAA\"\n");
        Assert.Equal("s7._domainkey.example.org", Identify("old/key7.private").Name.Value);
    }

    [Fact]
    public void The_KeyTable_takes_precedence_over_the_path()
    {
        host.UseInKeyTable(host.Folder["old/example.com/mail.private"], "example.org", "s2");
        Assert.Equal("s2._domainkey.example.org", Identify("old/example.com/mail.private").Name.Value);
    }

    [Fact]
    public void A_parameter_takes_precedence_over_the_KeyTable()
    {
        host.UseInKeyTable(host.Folder["old/mail.private"], "example.org", "s2");
        Assert.Equal("s3._domainkey.example.net", Identify("old/mail.private", "example.net", "s3").Name.Value);
    }

    [Fact]
    public void A_KeyTable_line_for_all_domains_gives_only_the_selector()
    {
        host.UseInKeyTable(host.Folder["old/%/mail.private"], "%", "s2");
        Assert.Equal("s2._domainkey.example.com", Identify("old/example.com/mail.private").Name.Value);
    }

    [Fact]
    public void The_record_file_of_genkey_next_to_it_gives_its_name()
    {
        host.Folder.Write(
            "old/mail.txt",
            "mail._domainkey\tIN\tTXT\t( \"v=DKIM1; h=sha256; k=rsa; \"\n\t  \"p=AAAA\" )  ; ----- DKIM key s1 for example.org\n");
        Assert.Equal("s1._domainkey.example.org", Identify("old/mail.private").Name.Value);
    }

    [Fact]
    public void A_record_file_next_to_it_without_a_name_is_ignored()
    {
        host.Folder.Write("old/example.com/mail.txt", "DKIM key ../.. for /etc/passwd");
        Assert.Equal("mail._domainkey.example.com", Identify("old/example.com/mail.private").Name.Value);
    }

    [Fact]
    public void The_record_of_a_key_in_the_store_gives_its_name()
    {
        host.Folder.Write("old/x.txt", DkimDnsRecord.ZoneFileLine(SampleName.Mail, SampleKey.Rsa.PublicKey));
        Assert.Equal(SampleName.Mail, Identify("old/x.private").Name);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_key_in_any_form_is_copied_into_the_store_as_PKCS8(string form)
    {
        var path = host.Folder.Write("old/example.com/mail.private", KeyForms.BytesOf(KeyForms.OfRsa[form]()));
        var age = new DateTime(2021, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, age);
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var stored = await ImportAsync("old/example.com/mail.private");
        Assert.Equal((SampleKey.Rsa.PublicKey, age), (stored.PublicKey, stored.CreatedAt));
        Assert.Equal(SampleKey.Rsa.Pkcs8Pem, await File.ReadAllTextAsync(stored.Path, TestContext.Current.CancellationToken));
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_is_not_a_key_is_not_imported()
    {
        host.Folder.Write("old/example.com/mail.private", "not a key");
        await Assert.ThrowsAsync<BrokenDataException>(() => ImportAsync("old/example.com/mail.private"));
        Assert.Empty(host.KeyFiles());
    }

    [Fact]
    public async Task An_import_never_replaces()
    {
        await host.PutAsync(SampleName.Mail, SampleKey.OtherRsa);
        host.Folder.Write("old/example.com/mail.private", SampleKey.Rsa.Pkcs8Pem);
        await Assert.ThrowsAsync<AlreadyExistsException>(() => ImportAsync("old/example.com/mail.private"));
        Assert.Equal(SampleKey.OtherRsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
    }

    [Fact]
    public async Task A_key_that_is_already_in_the_store_is_not_changed()
    {
        var before = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(before.Path);
        host.Folder.Write("old/example.com/mail.private", SampleKey.Rsa.Pkcs1Pem);
        Import().Check(Identify("old/example.com/mail.private"));
        Assert.Equal(before, await ImportAsync("old/example.com/mail.private"));
        Assert.Equal(before, await ImportAsync("keys/example.com/mail.private"));
        Assert.Empty(host.Backups("example.com", "mail.private"));
    }

    [Fact]
    public async Task A_check_refuses_what_an_import_would_and_changes_nothing()
    {
        host.Folder.Write("old/example.com/mail.private", SampleKey.Rsa.Pkcs8Pem);
        var source = Identify("old/example.com/mail.private");
        Import().Check(source);
        Assert.Empty(host.KeyFiles());
        await host.PutAsync(SampleName.Mail, SampleKey.OtherRsa);
        Assert.Throws<AlreadyExistsException>(() => Import().Check(source));
        host.Folder.Write("old/example.com/mail.private", "not a key");
        Assert.Throws<BrokenDataException>(() => Import().Check(source));
    }

    [Fact]
    public async Task A_signer_that_still_uses_the_old_file_is_reported()
    {
        host.Folder.Write("old/example.com/mail.private", SampleKey.Rsa.Pkcs8Pem);
        var source = Identify("old/example.com/mail.private");
        var stored = await ImportAsync("old/example.com/mail.private");
        Assert.Empty(Import().Findings(source, stored));
        host.UseInKeyTable(source.Path);
        var finding = Assert.Single(Import().Findings(source, stored));
        Assert.Equal(nameof(FindingTable.OldKeyInUse), finding.Code);
        Assert.Contains(host.KeyTablePath + ":1", finding.Message, StringComparison.Ordinal);
        Assert.Contains(stored.Path, finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, nameof(FindingTable.KeyShort))]
    [InlineData(512, nameof(FindingTable.KeyTooShort))]
    public async Task A_short_key_is_imported_and_its_length_is_reported(int bits, string code)
    {
        host.Folder.Write("old/example.com/mail.private", SampleKey.RsaOf(bits).Pkcs8Pem);
        var stored = await ImportAsync("old/example.com/mail.private");
        Assert.Equal(code, Assert.Single(Import().Findings(Identify("old/example.com/mail.private"), stored)).Code);
    }

    public static TheoryData<string> Forms => [.. KeyForms.OfRsa.Keys];

    public void Dispose() => host.Dispose();

    private KeyImport Import() => new(host.Store, host.References, host.Ed25519);

    private KeySource Identify(string path, string? domain = null, string? selector = null) => Import().Identify(
        host.Folder[path],
        domain is null ? null : DomainName.Parse(domain),
        selector is null ? null : Selector.Parse(selector));

    private Task<StoredKey> ImportAsync(string path) =>
        Import().ImportAsync(Identify(path), host.Progress, TestContext.Current.CancellationToken);
}
