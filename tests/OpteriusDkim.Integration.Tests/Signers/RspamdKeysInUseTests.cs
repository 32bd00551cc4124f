namespace OpteriusDkim;

/// <summary>A key that Rspamd signs with is neither removed nor replaced, however the configuration names it.</summary>
public sealed class RspamdKeysInUseTests : IDisposable
{
    private const string Block = "domain { a.com { selector = \"mail\"; path = \"{key}\"; } }";

    private readonly Sandbox sandbox = new();
    private readonly RspamdHost host;
    private readonly ModuleSession session;

    public RspamdKeysInUseTests()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        host = new RspamdHost(sandbox);
        session = new ModuleSession(sandbox);
    }

    [Theory]
    [InlineData(".include(try=true,glob=true,duplicate=merge) \"{x}/*.conf\"", "a.conf", Block)]
    [InlineData(".include \"{x}/keys\"", "keys", Block)]
    [InlineData("domain { .include \"{x}/blocks.inc\" }", "blocks.inc", "a.com { selector = \"mail\"; path = \"{key}\"; }")]
    [InlineData("path = \"{keys}/${domain}/mail.private\"; selector = \"mail\";", null, null)]
    [InlineData("path_map = \"{x}/paths\"; domain { a.com { selector = \"mail\"; } }", "paths", "A.COM {key}")]
    [InlineData("path = \"{keys}/$domain/$selector.private\"; selector_map = \"{x}/selectors\";", "selectors", "a.com mail")]
    [InlineData("signing_table = [\"* %\"]; key_table = \"{x}/keys\";", "keys", "a.com %:mail:{keys}/%/mail.private")]
    public async Task It_is_refused_and_continues_signing(string settings, string? file, string? content)
    {
        var key = Key("a.com");
        var unused = Key("b.com");
        Directory.CreateDirectory(sandbox.In("x"));
        if (file is not null)
        {
            await File.WriteAllTextAsync(sandbox.In("x", file), Filled(content!, key) + "\n", TestContext.Current.CancellationToken);
        }

        var fallback = file is null ? "true" : "false";
        await File.WriteAllTextAsync(
            host.LocalFile, $"try_fallback = {fallback}; {Filled(settings, key)}\n", TestContext.Current.CancellationToken);
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));

        var before = await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken);
        Assert.Equal(["KeyInUse"], session.Run("Remove-DkimKey a.com -Confirm:$false").ErrorIds);
        Assert.Equal(["KeyInUse"], session.Run("Remove-DkimKey a.com -Permanently -Confirm:$false").ErrorIds);
        Assert.Equal(["KeyInUse"], session.Run("New-DkimKey a.com -Force").ErrorIds);
        Assert.Equal(before, await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken));

        // A template may be for each domain.
        if (file is not null && !settings.Contains('%', StringComparison.Ordinal))
        {
            Assert.Empty(session.Run("Remove-DkimKey b.com -Confirm:$false").Errors);
            Assert.False(File.Exists(unused));
        }
    }

    [Fact]
    public async Task A_key_whose_block_was_removed_without_a_reload_stays_until_there_is_one()
    {
        var key = Key("a.com");
        await File.WriteAllTextAsync(
            host.LocalFile, $"try_fallback = false; {Filled(Block, key)}\n", TestContext.Current.CancellationToken);
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));

        await File.WriteAllTextAsync(host.LocalFile, "try_fallback = false;\n", TestContext.Current.CancellationToken);
        Assert.Equal(["KeyStillLoaded"], session.Run("Remove-DkimKey a.com -Confirm:$false").ErrorIds);
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));

        await host.ReloadAsync();
        Assert.Empty(session.Run("Remove-DkimKey a.com -Confirm:$false").Errors);
    }

    /// <summary>Without an answer from rspamadm every key counts as in use.</summary>
    [Fact]
    public void Where_the_configuration_cannot_be_established_no_key_is_removed()
    {
        var key = Key("b.com");
        File.WriteAllText(host.LocalFile, "domain { a.com {\n");

        Assert.Equal(["RspamdKeysUnknown"], session.Run("Remove-DkimKey b.com -Confirm:$false").ErrorIds);
        Assert.Equal(["RspamdKeysUnknown"], session.Run("New-DkimKey b.com -Force").ErrorIds);
        Assert.True(File.Exists(key));
    }

    public void Dispose()
    {
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    private string Key(string domain) => (string)session.Run($"New-DkimKey {domain}")["PrivateKeyPath"]!;

    private string Filled(string text, string key) => text
        .Replace("{x}", sandbox.In("x"), StringComparison.Ordinal)
        .Replace("{keys}", sandbox.Keys, StringComparison.Ordinal)
        .Replace("{key}", key, StringComparison.Ordinal);
}
