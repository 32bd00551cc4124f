namespace OpteriusDkim;

/// <summary>Keys that Rspamd uses are imported under the names that its configuration gives them.</summary>
public sealed class RspamdImportTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData(
        "rsa-2048-mail-example.com.private.txt",
        "domain { example.com { selector = \"mail\"; path = \"{0}\"; } }",
        "mail._domainkey.example.com")]
    [InlineData("a.key", "domain { example.com { selectors [ { selector = \"s1\"; path = \"{0}\"; } ] } }", "s1._domainkey.example.com")]
    [InlineData("b.key", "example.com s2|example.com {0}", "s2._domainkey.example.com")]
    [InlineData("com.example.key", "Example.ORG s3|example.org {0}", "s3._domainkey.example.org")]
    [InlineData("d.key", "signing_table = [\"*@example.com k\"]; key_table = [\"k example.com:s4:{0}\"];", "s4._domainkey.example.com")]
    [InlineData("e.key", "selector_map = [\"hash;example.com s5\"]; path_map = [\"hash;example.com {0}\"];", "s5._domainkey.example.com")]
    [InlineData(
        "f.key", "domain { example.com { selector = \"s5\"; } } path_map = [\"hash;example.com {0}\"];", "s5._domainkey.example.com")]
    public void A_key_is_named_as_in_Rspamds_configuration(string file, string settings, string name)
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        using var host = new RspamdHost(sandbox);
        using var session = new ModuleSession(sandbox);
        var path = sandbox.In(file);
        File.WriteAllText(path, KeyFileSource.Pkcs8);
        settings = settings.Replace("{0}", path, StringComparison.Ordinal);
        if (settings.Split('|') is [var selectors, var paths])
        {
            File.WriteAllText(sandbox.In("selectors.map"), selectors + "\n");
            File.WriteAllText(sandbox.In("paths.map"), paths + "\n");
            settings = $"selector_map = \"{sandbox.In("selectors.map")}\"; path_map = \"{sandbox.In("paths.map")}\";";
        }

        File.WriteAllText(host.LocalFile, settings + "\n");

        var imported = session.Run($"Import-DkimKey -Path {path}");

        Assert.Empty(imported.Errors);
        Assert.Equal(name, imported["DnsName"]);
    }

    /// <summary>Rspamd 3.4 signs with neither of the first two, and with the third for all domains below com.</summary>
    [Theory]
    [InlineData("selector_map = [\"example.com s5\"]; path_map = [\"example.com {0}\"];", "no signer uses it")]
    [InlineData("domain { example.com { selector = \"s5\"; } } path_map = [\"example.com {0}\"];", "no signer uses it")]
    [InlineData("selector_map = [\"glob;*.com s5\"]; path_map = [\"glob;*.com {0}\"];", "uses it for more than one domain")]
    [InlineData("path_map { \"example.com\" = \"{0}\"; }", "can't be read here")]
    public void A_key_listed_for_no_domain_is_queried(string settings, string reason)
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        using var host = new RspamdHost(sandbox);
        using var session = new ModuleSession(sandbox);
        var path = sandbox.In("e.key");
        File.WriteAllText(path, KeyFileSource.Pkcs8);
        File.WriteAllText(host.LocalFile, settings.Replace("{0}", path, StringComparison.Ordinal) + "\n");

        Assert.Contains(reason, Assert.Single(session.Run($"Import-DkimKey -Path {path}").Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("s._domainkey.b.com", session.Run($"Import-DkimKey -Path {path} -Domain b.com -Selector s")["DnsName"]);
    }

    [Fact]
    public void A_key_that_several_blocks_use_is_queried()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        using var host = new RspamdHost(sandbox);
        using var session = new ModuleSession(sandbox);
        var path = sandbox.In("shared.key");
        File.WriteAllText(path, KeyFileSource.Pkcs8);
        var blocks = "a.com b.com".Split(' ').Select(domain => $"{domain} {{ selector = \"s\"; path = \"{path}\"; }}");
        File.WriteAllText(host.LocalFile, $"domain {{ {string.Join(' ', blocks)} }}\n");

        Assert.Equal(["ImportNameUnknown"], session.Run($"Import-DkimKey -Path {path}").ErrorIds);
        Assert.Equal("s._domainkey.b.com", session.Run($"Import-DkimKey -Path {path} -Domain b.com")["DnsName"]);
    }
}
