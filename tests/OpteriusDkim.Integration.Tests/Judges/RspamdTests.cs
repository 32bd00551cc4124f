namespace OpteriusDkim;

/// <summary>Keys that Rspamd's own tool made.</summary>
public sealed class RspamdTests
{
    [Theory]
    [InlineData("rsa")]
    [InlineData("ed25519")]
    public async Task A_key_that_rspamadm_made_is_imported_with_the_same_public_half(string type)
    {
        Assert.SkipUnless(Tool.Exists("rspamadm"), "rspamadm is not installed (Debian's rspamd)");
        using var sandbox = new Sandbox();
        var path = sandbox.In("example.com.mail.key");
        string[] size = type == "rsa" ? ["-b", "2048"] : [];
        var record = await Tool.RunAsync("rspamadm", ["dkim_keygen", "-d", "example.com", "-s", "mail", "-t", type, "-k", path, .. size]);
        using var session = new ModuleSession(sandbox);
        var key = (DkimKey)session.Run("Import-DkimKey example.com.mail.key").Objects.Single().BaseObject;
        Assert.Equal("mail._domainkey.example.com", key.DnsName);
        Assert.Equal(ZoneFileText.PublicKeyIn(record.Successful), key.PublicKey);
    }
}
