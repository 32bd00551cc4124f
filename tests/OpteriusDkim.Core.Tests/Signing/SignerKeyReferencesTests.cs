namespace OpteriusDkim.Tests;

public sealed class SignerKeyReferencesTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public void A_key_that_no_table_names_may_be_changed()
    {
        Assert.Null(host.References.To("/keys/example.com/mail.private"));
        host.References.RequireUnused("/keys/example.com/mail.private");
    }

    [Fact]
    public void A_key_that_a_table_names_may_not_be_changed_and_the_message_has_the_line()
    {
        host.UseInKeyTable("/keys/example.com/mail.private");
        var exception = Assert.Throws<InUseException>(() => host.References.RequireUnused("/keys/example.com/mail.private"));
        Assert.Equal($"/keys/example.com/mail.private is in use: {host.KeyTablePath}:1 refers to it.", exception.Message);
    }

    [Fact]
    public void A_table_that_changes_after_it_was_read_is_read_again()
    {
        var references = host.References;
        host.UseInKeyTable("/keys/a");
        Assert.NotNull(references.To("/keys/a"));
        host.UseInKeyTable("/keys/b");
        Assert.NotNull(references.To("/keys/b"));
    }

    [Fact]
    public void A_table_that_could_not_be_read_is_an_error_at_each_query()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "KeyTable ldap://localhost/x\n");
        var references = host.References;
        Assert.Throws<InaccessibleException>(() => references.To("/keys/a"));
        Assert.Throws<InaccessibleException>(() => references.RequireUnused("/keys/a"));
    }

    [Theory]
    [InlineData("%/key", "example.com/key")]
    [InlineData("%.pem", "example.com.pem")]
    [InlineData(".%", ".example.com")]
    [InlineData("%/../%.pem", "example.com.pem")]
    public void A_link_reached_through_a_template_is_followed(string template, string link)
    {
        var folder = Path.GetDirectoryName(host.KeyTablePath)!;
        var key = Path.Combine(folder, "store", "mail.private");
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        Directory.CreateDirectory(Path.Combine(folder, "example.com"));
        File.WriteAllText(key, "");
        File.CreateSymbolicLink(Path.Combine(folder, link), key);
        File.WriteAllText(host.KeyTablePath, $"k1 %:mail:{folder}/{template}\n");
        Assert.Throws<InUseException>(() => host.References.RequireUnused(key));
        Assert.Null(host.References.To(key + "2"));
    }

    [Fact]
    public void Two_dots_after_a_link_lead_above_its_target()
    {
        var folder = Path.GetDirectoryName(host.KeyTablePath)!;
        Directory.CreateDirectory(Path.Combine(folder, "store", "example.com"));
        File.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "store", "example.com"));
        File.WriteAllText(host.KeyTablePath, $"k1 example.com:mail:{folder}/link/../mail.private\n");
        Assert.NotNull(host.References.To(Path.Combine(folder, "store", "mail.private")));
        Assert.Null(host.References.To(Path.Combine(folder, "mail.private")));
    }

    [Fact]
    public void A_table_that_is_a_pipe_does_not_block()
    {
        File.Delete(host.KeyTablePath);
        using (var made = System.Diagnostics.Process.Start("mkfifo", host.KeyTablePath))
        {
            made.WaitForExit();
        }

        var exception = Assert.Throws<InaccessibleException>(() => host.References.To("/keys/a"));
        Assert.Contains("it is not a file", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rspamd/rspamd.conf")]
    [InlineData("rspamd/local.d/dkim_signing.conf")]
    public void Rspamds_keys_are_known_where_Rspamd_is_the_signer(string named)
    {
        Assert.SkipUnless(File.Exists(RspamdProgram.DefaultAdministration), "Rspamd is not installed (Debian's rspamd)");
        host.Folder.Write("rspamd/local.d/dkim_signing.conf", "path = \"/keys/$domain.$selector.key\";\nselector = \"mail\";\n");
        host.Folder.Write("rspamd/rspamd.conf", "dkim_signing {\n.include \"$LOCAL_CONFDIR/local.d/dkim_signing.conf\"\n}\n");
        var configuration = host.Folder.Write(
            "etc/config.json", $$"""{ "signer": { "type": "Rspamd", "configuration": "{{host.Folder[named]}}" } }""");
        var references = new SignerKeyReferences(DkimConfiguration.Load(configuration).SignerSettings);
        Assert.NotNull(references.To("/keys/example.com.mail.key"));
        Assert.Null(references.To("/keys/example.com.other.key"));

        host.Folder.Write("rspamd/local.d/dkim_signing.conf", "path = \"/keys/$domain.$selector.key\";\nselector = \"other\";\n");
        Assert.Null(references.To("/keys/example.com.mail.key"));
        Assert.NotNull(references.To("/keys/example.com.other.key"));
    }

    [Theory]
    [InlineData("OpenDkim")]
    [InlineData("Rspamd")]
    public void A_configuration_that_is_named_and_not_there_is_an_error(string signer)
    {
        var configuration = host.Folder.Write(
            "etc/config.json", $$"""{ "signer": { "type": "{{signer}}", "configuration": "/nowhere/at.conf" } }""");
        var references = new SignerKeyReferences(DkimConfiguration.Load(configuration).SignerSettings);
        Assert.Throws<InaccessibleException>(() => references.RequireUnused("/keys/a"));
    }

    [Theory]
    [InlineData("KeyTable /nowhere/KeyTable")]
    [InlineData("KeyTable /etc/opendkim/KeyTable.db")]
    [InlineData("KeyTable a=example.com:mail:/keys/a")]
    [InlineData("ChangeRootDirectory /var/chroot")]
    [InlineData("BaseDirectory keys")]
    [InlineData("Include")]
    public void An_unresolvable_path_is_an_error_and_never_counts_as_unused(string directive)
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, directive + "\n");
        Assert.Throws<InaccessibleException>(() => host.References.RequireUnused("/keys/a"));
    }

    public void Dispose() => host.Dispose();
}
