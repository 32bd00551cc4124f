namespace OpteriusDkim.Tests;

public sealed class OpenDkimKeyReferencesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("mail._domainkey.example.com example.com:mail:/keys/mail.private", "example.com|mail|/keys/mail.private")]
    [InlineData("a\texample.com:mail:/keys/mail.private", "example.com|mail|/keys/mail.private")]
    [InlineData("  a   example.com:mail:/keys/mail.private  ", "example.com|mail|/keys/mail.private")]
    [InlineData("a example.com:mail:/keys/mail.private # comment", "example.com|mail|/keys/mail.private")]
    [InlineData("a example.com : mail : /keys/mail.private", "example.com|mail|/keys/mail.private")]
    [InlineData("a %:mail:/keys/%/mail.private", "%|mail|/keys/*/mail.private")]
    [InlineData("a example.com:mail:./mail.private", "example.com|mail|/mail.private")]
    [InlineData("a example.com:mail:../mail.private", "example.com|mail|/mail.private")]
    [InlineData("a example.com:mail:/keys/with:colon.private", "example.com|mail|/keys/with:colon.private")]
    [InlineData("# a example.com:mail:/keys/mail.private", null)]
    [InlineData("", null)]
    [InlineData("a", null)]
    [InlineData("a example.com:mail", null)]
    [InlineData("a example.com:mail:MIIEowIBAAKCAQEA", null)]
    [InlineData("a example.com:mail:-----BEGIN RSA PRIVATE KEY-----", null)]
    public void A_line_of_the_KeyTable_names_a_file_unless_the_key_stands_in_it(string line, string? reference)
    {
        var references = InTable("# first line\n" + line + "\n");
        Assert.Equal(reference, references.Select(found => $"{found.Domain}|{found.Selector}|{found.Path}").SingleOrDefault());
        Assert.All(references, found => Assert.Equal(folder["KeyTable"] + ":2", found.Source));
    }

    [Theory]
    [InlineData("KeyTable {0}")]
    [InlineData("KeyTable file:{0}")]
    [InlineData("KeyTable refile:{0}")]
    [InlineData("keytable FILE:{0}")]
    [InlineData("KeyTableEd25519 {0}")]
    public void The_table_is_a_file_by_any_of_these_names(string directive)
    {
        folder.Write("KeyTable", "a example.com:mail:/keys/mail.private\n");
        var text = directive.Replace("{0}", folder["KeyTable"], StringComparison.Ordinal);
        Assert.Equal("/keys/mail.private", Assert.Single(In(text)).Path);
    }

    [Theory]
    [InlineData("db:/etc/opendkim/KeyTable.db")]
    [InlineData("ldap://localhost/dc=example")]
    [InlineData("dsn:mysql://user@host/db")]
    [InlineData("lua:/etc/opendkim/table.lua")]
    [InlineData("a=example.com:mail:/keys/a")]
    public void A_table_of_an_unsupported_kind_is_an_error(string table)
    {
        var exception = Assert.Throws<InaccessibleException>(() => In("# comment\nKeyTable " + table));
        Assert.Equal(nameof(FindingTable.SignerTableUnreadable), exception.Finding.Code);
        Assert.Contains(folder["opendkim.conf"] + ":2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KeyTable csl:a=example.com:mail:/keys/mail.private", "/keys/mail.private")]
    [InlineData("KeyTable x=y,a=example.com:mail:/keys/mail.private", "/keys/mail.private")]
    [InlineData("KeyFile /keys/mail.private\nDomain {0}", "/keys/mail.private")]
    [InlineData("KeyFileEd25519 /keys/mail.private\nDomain {0}", "/keys/mail.private")]
    public void A_list_in_the_directive_is_read_as_well(string directives, string path)
    {
        folder.Write("list", "example.com\n");
        var reference = Assert.Single(In(directives.Replace("{0}", folder["list"], StringComparison.Ordinal)));
        Assert.Equal(("example.com", path), (reference.Domain, reference.Path));
    }

    [Theory]
    [InlineData("a %:mail:/keys/%/k", "/keys/*/k")]
    [InlineData("a example.com:mail:/keys/%/k", "/keys/example.com/k")]
    [InlineData("a example.com:mail:/keys/k:ed25519-sha256", "/keys/k,/keys/k:ed25519-sha256")]
    [InlineData("a example.com:mail:/keys/k:RSA-SHA256", "/keys/k,/keys/k:RSA-SHA256")]
    [InlineData("a example.com:mail:/keys/with:colon", "/keys/with:colon")]
    public void Templates_and_the_fourth_field_are_resolved(string line, string paths) =>
        Assert.Equal(paths, string.Join(',', InTable(line + "\n").Select(reference => reference.Path)));

    [Fact]
    public void Paths_are_relative_to_the_base_directory()
    {
        folder.Write("KeyTable", "a example.com:mail:./keys/mail.private\n");
        Assert.Equal("/var/db/keys/mail.private", Assert.Single(In($"BaseDirectory /var/db\nKeyTable {folder["KeyTable"]}\n")).Path);
        Assert.Equal(
            "/var/db/mail.private",
            In($"BaseDirectory /var/db\nKeyFile mail.private\nKeyTable {folder.Write("KeyTable", "")}\n").First().Path);
    }

    // opendkim.conf(5), BaseDirectory: the daemon changes to it before doing anything else.
    [Theory]
    [InlineData("BaseDirectory {0}\nKeyTable file:tables/KeyTable\n")]
    [InlineData("KeyTable refile:./tables/KeyTable\nBaseDirectory {0}\n")]
    public void The_table_itself_is_relative_to_the_base_directory(string text)
    {
        folder.Write("tables/KeyTable", "a example.com:mail:/keys/mail.private\n");
        Assert.Equal("/keys/mail.private", Assert.Single(In(text.Replace("{0}", folder.Path, StringComparison.Ordinal))).Path);
    }

    [Fact]
    public void KeyFile_names_a_file_and_domain_and_selector_are_separate_settings()
    {
        var reference = In($"Domain example.com\nSelector mail\nKeyFile /keys/mail.private\nKeyTable {folder.Write("KeyTable", "")}\n")
            .Single();
        Assert.Equal(("/keys/mail.private", "example.com", "mail"), (reference.Path, reference.Domain, reference.Selector));
        Assert.Equal(folder["opendkim.conf"] + ":3", reference.Source);
    }

    [Fact]
    public void All_lines_are_read()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $"a{i} d{i}.example:mail:/keys/d{i}.private");
        Assert.Equal(1000, InTable(string.Join("\r\n", lines)).Length);
    }

    public void Dispose() => folder.Dispose();

    private KeyReference[] InTable(string table) => In($"KeyTable {folder.Write("KeyTable", table)}\n");

    private KeyReference[] In(string configuration) =>
        [.. OpenDkimKeyReferences.In(folder.Write("opendkim.conf", configuration), new SignerFiles())];
}
