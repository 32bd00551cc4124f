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
    public void A_key_that_a_table_names_may_not_and_the_message_says_where_it_is_named()
    {
        host.UseInKeyTable("/keys/example.com/mail.private");
        var exception = Assert.Throws<InUseException>(() => host.References.RequireUnused("/keys/example.com/mail.private"));
        Assert.Equal($"/keys/example.com/mail.private is in use: {host.KeyTablePath}:1 names it.", exception.Message);
    }

    [Fact]
    public void The_signers_files_are_read_once_and_when_it_is_first_asked()
    {
        var references = host.References;
        host.UseInKeyTable("/keys/a");
        Assert.NotNull(references.To("/keys/a"));
        host.UseInKeyTable("/keys/b");
        Assert.Null(references.To("/keys/b"));
    }

    [Fact]
    public void A_table_that_could_not_be_read_is_an_error_each_time_it_is_asked()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "KeyTable ldap://localhost/x\n");
        var references = host.References;
        Assert.Throws<InaccessibleException>(() => references.To("/keys/a"));
        Assert.Throws<InaccessibleException>(() => references.RequireUnused("/keys/a"));
    }

    [Fact]
    public void Rspamds_keys_are_known_where_Rspamd_is_the_signer()
    {
        host.Folder.Write("rspamd/local.d/dkim_signing.conf", "path = \"/var/lib/rspamd/dkim/$domain.$selector.key\";\n");
        var configuration = host.Folder.Write(
            "etc/config.json", $$"""{ "signer": { "type": "Rspamd", "configuration": "{{host.Folder["rspamd/rspamd.conf"]}}" } }""");
        var references = new SignerKeyReferences(DkimConfiguration.Load(configuration));
        Assert.NotNull(references.To("/var/lib/rspamd/dkim/example.com.mail.key"));
    }

    public void Dispose() => host.Dispose();
}
