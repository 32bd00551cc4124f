namespace OpteriusDkim;

/// <summary>Causes for Rspamd to send mail unsigned: a running Rspamd shows the failure, and a cmdlet predicts it.</summary>
public sealed class RspamdPredictedFailureTests : IDisposable
{
    private const string Block = "domain { a.com { selector = \"mail\"; path = \"{key}\"; } }";

    private readonly Sandbox sandbox = new();
    private readonly RspamdHost host;
    private readonly ModuleSession session;

    public RspamdPredictedFailureTests()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        host = new RspamdHost(sandbox);
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("KeyFileMissing", "rm {key}")]
    [InlineData("KeyFileEmpty", "truncate -s 0 {key}")]
    [InlineData("KeyBroken", "cp /etc/hostname {key}")]
    [InlineData("KeyClosedToSigner", "chown root:root {key}")]
    [InlineData("FolderClosedToSigner", "chown root:root {folder}")]
    public async Task By_the_key(string code, string damage)
    {
        var key = Key("a.com", "Rsa");
        var words = damage.Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{folder}", Path.GetDirectoryName(key)!, StringComparison.Ordinal).Split(' ');
        _ = (await Tool.RunAsync(words[0], words[1..])).Successful;
        await AssertPredictedAsync(Block, key, code, "a.com");
    }

    [Theory]
    [InlineData("DkimSigningDisabled", "enabled = false; " + Block)]
    [InlineData("RedisUnknown", "use_redis = true;")]
    [InlineData("BlocksOverridden", "use_redis = true; " + Block)]
    [InlineData("RspamdKeyUnknown", "signing_table = [\"*@a.com one\"]; key_table = [\"two a.com:mail:{key}\"];")]
    [InlineData("RspamdKeyBroken", "signing_table = [\"*@a.com one\"]; key_table = [\"one {key}\"];")]
    [InlineData("BlockNeverMatches", "domain { A.com { selector = \"mail\"; path = \"{key}\"; } }")]
    public Task By_the_configuration(string code, string settings) => AssertPredictedAsync(settings, Key("a.com", "Rsa"), code, "a.com");

    [Fact]
    public Task By_a_subdomain_that_use_esld_swallows() => AssertPredictedAsync(
        Block.Replace("a.com", "news.a.com", StringComparison.Ordinal), Key("news.a.com", "Rsa"), "SubdomainSignedAsParent", "news.a.com");

    [Fact]
    public Task By_the_form_of_a_key()
    {
        Assert.SkipWhen(new RspamdProgram().ReadsPemOfEd25519, "this Rspamd reads PEM");
        return AssertPredictedAsync(Block, Key("a.com", "Ed25519"), "Ed25519FormUnread", "a.com");
    }

    [Fact]
    public async Task Without_a_fault_it_signs_and_nothing_is_reported()
    {
        Configure(Block, Key("a.com", "Rsa"));
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));
        Assert.Empty(Codes());
    }

    /// <summary>A key that is swapped under a running daemon, which has the old one in memory.</summary>
    [Fact]
    public void By_regenerating_a_key_in_use()
    {
        Configure(Block, Key("a.com", "Rsa"));
        Assert.Equal(["KeyInUse"], session.Run("New-DkimKey a.com -Force").ErrorIds);
        Assert.Equal(["KeyInUse"], session.Run("Remove-DkimKey a.com -Confirm:$false").ErrorIds);
    }

    private string Key(string domain, string algorithm) =>
        (string)session.Run($"New-DkimKey {domain} -Algorithm {algorithm}")["PrivateKeyPath"]!;

    private void Configure(string settings, string key) =>
        File.WriteAllText(host.In("local.d", "dkim_signing.conf"), settings.Replace("{key}", key, StringComparison.Ordinal) + "\n");

    private async Task AssertPredictedAsync(string settings, string key, string code, string domain)
    {
        Configure(settings, key);
        Assert.Contains(code, Codes());
        await host.StartAsync();
        Assert.Empty(await host.SignaturesAsync(domain));
    }

    private string[] Codes() =>
        [
            .. session.Run("Get-DkimSigning").Objects.SelectMany(item => ((DkimSigningEntry)item.BaseObject).Findings)
                .Select(finding => finding.Code),
        ];
}
