namespace OpteriusDkim.Tests;

public sealed class RspamdKeyReferencesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("path = \"/keys/mail.key\";", "/keys/mail.key")]
    [InlineData("path = /keys/mail.key;", "/keys/mail.key")]
    [InlineData("path=\"/keys/$domain.$selector.key\";", "/keys/*.*.key")]
    [InlineData("path = \"/keys/${domain}/${selector}.key\"", "/keys/*/*.key")]
    [InlineData("path = \"$DBDIR/dkim/$domain.$selector.key\";", "*/dkim/*.*.key")]
    [InlineData("path = \"${DBDIR}/dkim/$domain.$selector.key\";", "*/dkim/*.*.key")]
    [InlineData("domain { example.com { selectors [ { path = \"/keys/a.key\"; selector = \"a\"; }, { path: \"/keys/b.key\" } ] } }", "/keys/a.key|/keys/b.key")]
    [InlineData("# path = \"/keys/mail.key\";", "")]
    [InlineData("selector = \"mail\"; # /keys/mail.key", "")]
    [InlineData("use_domain = \"header\";", "")]
    [InlineData("", "")]
    public void Every_absolute_path_is_one_that_may_be_a_key(string text, string paths) =>
        Assert.Equal(paths, string.Join('|', In("local.d/dkim_signing.conf", text).Select(reference => reference.Path)));

    [Theory]
    [InlineData("local.d/dkim_signing.conf")]
    [InlineData("override.d/dkim_signing.conf")]
    [InlineData("modules.d/dkim_signing.conf")]
    [InlineData("local.d/arc.conf")]
    public void Each_file_that_configures_signing_is_read(string file)
    {
        var reference = Assert.Single(In(file, "# comment\npath = \"/keys/mail.key\";\n"));
        Assert.Equal(folder[file] + ":2", reference.Source);
    }

    [Theory]
    [InlineData("path_map = \"{0}\";", "example.com /keys/mail.key\n")]
    [InlineData("path_map = \"file://{0}\";", "example.com /keys/mail.key\n")]
    [InlineData("key_table = \"{0}\";", "# comment\nmail example.com:mail:/keys/mail.key\n")]
    [InlineData("key_table = {0}", "mail %:mail:/keys/mail.key\n")]
    [InlineData("path_map [\n \"{0}\",\n]", "\"example.com\" \"/keys/mail.key\"\n")]
    public void The_paths_in_maps_and_tables_count_too(string text, string map)
    {
        var path = folder.Write("maps/dkim.map", map);
        var references = In("local.d/dkim_signing.conf", text.Replace("{0}", path, StringComparison.Ordinal));
        var named = Assert.Single(references, reference => reference.Names("/keys/mail.key"));
        Assert.Contains("maps/dkim.map:", named.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_percent_sign_in_a_table_stands_for_the_domain()
    {
        var path = folder.Write("maps/dkim.map", "mail %:mail:/keys/%.key\n");
        Assert.Contains(In("local.d/dkim_signing.conf", $"key_table = {path}"), reference => reference.Names("/keys/example.com.key"));
    }

    // ${CONFDIR} and $LOCAL_CONFDIR are variables of every Rspamd configuration, like $DBDIR.
    [Theory]
    [InlineData("$LOCAL_CONFDIR")]
    [InlineData("${LOCAL_CONFDIR}")]
    [InlineData("$CONFDIR")]
    [InlineData("${CONFDIR}")]
    public void A_map_below_the_folder_of_the_configuration_counts_too(string variable)
    {
        folder.Write("maps.d/dkim.map", "example.com /keys/mail.key\n");
        var references = In("local.d/dkim_signing.conf", $"path_map = \"{variable}/maps.d/dkim.map\";\n");
        Assert.Contains(references, reference => reference.Names("/keys/mail.key"));
    }

    [Theory]
    [InlineData("$LOCAL_CONFDIR")]
    [InlineData("${CONFDIR}")]
    public void A_key_below_the_folder_of_the_configuration_counts_too(string variable)
    {
        var references = In("local.d/dkim_signing.conf", $"path = \"{variable}/dkim/mail.key\";\n");
        Assert.Contains(references, reference => reference.Names(folder["dkim/mail.key"]));
    }

    [Fact]
    public void A_key_file_is_not_read_as_a_map()
    {
        var key = folder.Write("keys/mail.key", "/not/a/path\n");
        Assert.Equal(key, Assert.Single(In("local.d/dkim_signing.conf", $"path = \"{key}\";")).Path);
    }

    [Fact]
    public void Where_nothing_is_configured_nothing_is_named() => Assert.Empty(RspamdKeyReferences.In(folder.Path, new SignerFiles()));

    public void Dispose() => folder.Dispose();

    private KeyReference[] In(string file, string text)
    {
        folder.Write(file, text);
        return [.. RspamdKeyReferences.In(folder.Path, new SignerFiles())];
    }
}
