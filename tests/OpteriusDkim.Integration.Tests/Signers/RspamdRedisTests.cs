namespace OpteriusDkim;

/// <summary>Rspamd with keys in a real Redis: signed domains are listed, and unsigned ones are predicted.</summary>
public sealed class RspamdRedisTests : IAsyncLifetime
{
    private const string ByDefault = "use_redis = true; selector = \"mail\"; ";
    private const string ByHash = ByDefault + "selector_prefix = \"DKIM_SELECTORS\"; ";

    private readonly Sandbox sandbox = new();
    private RspamdHost host = null!;
    private RedisHost redis = null!;
    private ModuleSession session = null!;

    public async ValueTask InitializeAsync()
    {
        var missing = RspamdHost.Missing ?? RedisHost.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        host = new RspamdHost(sandbox);
        session = new ModuleSession(sandbox);
        redis = await RedisHost.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        redis?.Dispose();
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Domains_from_Redis_are_listed_with_the_server_and_the_hash()
    {
        await PutAsync("mail.a.com");
        await PutAsync("s1.b.com");
        Configure(ByDefault + "domain { b.com { selector = \"s1\"; } } ");

        var listed = List().Where(entry => entry.Source.StartsWith("Redis", StringComparison.Ordinal)).ToArray();

        Assert.Equal([("a.com", "mail"), ("b.com", "s1")], listed.Select(entry => (entry.Domain!, entry.Selector!)));
        Assert.All(listed, entry =>
        {
            Assert.Equal($"Redis {redis.Address}, DKIM_KEYS", entry.Source);
            Assert.Null(entry.PrivateKeyPath);
            Assert.Empty(entry.Findings);
        });
        Assert.Equal(["NothingSigns"], session.Run("Get-DkimSigning nobody.com").ErrorIds);
        Assert.Equal(["BlocksOverridden"], session.Run("Enable-DkimSigning a.com -Force -WhatIf").ErrorIds);
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));
        Assert.Equal(["s1 rsa-sha256 b.com"], await host.SignaturesAsync("b.com"));
        Assert.Empty(await host.SignaturesAsync("nobody.com"));
    }

    [Fact]
    public async Task The_selector_may_be_in_Redis_too()
    {
        await PutAsync("s7.a.com");
        _ = await redis.AskAsync("HSET", "DKIM_SELECTORS", "a.com", "s7");
        Configure(ByHash);

        var entry = Assert.Single(List());

        Assert.Equal(("a.com", "s7"), (entry.Domain, entry.Selector));
        Assert.Empty(entry.Findings);
        await host.StartAsync();
        Assert.Equal(["s7 rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));
    }

    [Theory]
    [InlineData("RedisKeyMissing", ByHash, "", "a.com=s7")]
    [InlineData("RedisKeyMissing", ByDefault + "domain { a.com { selector = \"s7\"; } } ", "mail.a.com", "")]
    [InlineData("RedisKeyUnused", ByDefault, "s7.a.com", "")]
    [InlineData("RedisKeyUnused", ByHash, "mail.a.com", "a.com=s7")]
    [InlineData("RedisSelectorMissing", ByHash, "mail.a.com", "")]
    public async Task A_setting_that_would_leave_mail_unsigned_is_predicted(string code, string settings, string key, string selector)
    {
        if (key.Length > 0)
        {
            await PutAsync(key);
        }

        if (selector.Length > 0)
        {
            _ = await redis.AskAsync(["HSET", "DKIM_SELECTORS", .. selector.Split('=')]);
        }

        Configure(settings);

        Assert.Contains(code, List("a.com").SelectMany(entry => entry.Findings).Select(finding => finding.Code));
        await host.StartAsync();
        Assert.Empty(await host.SignaturesAsync("a.com"));
    }

    [Theory]
    [InlineData("a-wrong-one", true, "rejects the password")]
    [InlineData(RedisHost.Password, false, "no connection")]
    public async Task A_server_that_cannot_be_parsed_is_reported_without_its_password(string password, bool running, string reason)
    {
        await PutAsync("mail.a.com");
        Configure(ByDefault, password);
        if (!running)
        {
            redis.Stop();
        }

        var outcome = session.Run("Get-DkimSigning -Verbose 4>&1");
        var finding = Assert.Single(outcome.Objects.Select(item => item.BaseObject).OfType<DkimSigningEntry>().Single().Findings);

        Assert.Equal("RedisUnreadable", finding.Code);
        Assert.Contains(redis.Address, finding.Message, StringComparison.Ordinal);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            password,
            string.Concat(outcome.Everything.Select(item => item.ToString())) + finding.Message + finding.Advice,
            StringComparison.Ordinal);
        await host.StartAsync();
        Assert.Empty(await host.SignaturesAsync("a.com"));
    }

    [Fact]
    public async Task The_server_of_the_redis_section_is_used_where_the_module_names_none()
    {
        await PutAsync("mail.a.com");
        await File.WriteAllTextAsync(host.In("local.d", "dkim_signing.conf"), ByDefault + "\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(
            host.Configuration,
            $"redis {{ servers = \"{redis.Address}:10\"; password = \"{RedisHost.Password}\"; db = \"0\"; }}\n",
            TestContext.Current.CancellationToken);

        Assert.Empty(Assert.Single(List()).Findings);
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 a.com"], await host.SignaturesAsync("a.com"));
    }

    [Fact]
    public async Task Names_are_read_and_no_key_is()
    {
        await PutAsync("mail.a.com");
        Configure(ByDefault);
        _ = await redis.AskAsync("CONFIG", "RESETSTAT");

        Assert.Single(List());

        var commands = await redis.AskAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_hkeys", commands, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_hget", commands, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_from_Redis_are_escaped()
    {
        _ = await redis.AskAsync("HSET", "DKIM_KEYS", "mail.\u001b[31mred.com", "x");
        Configure(ByDefault);

        var entry = Assert.Single(List());

        Assert.DoesNotContain('\u001b', $"{entry}{entry.Domain}{entry.Pattern}{entry.Selector}{string.Concat(entry.Findings)}");
    }

    private async Task PutAsync(string field)
    {
        var name = field.Split('.', 2);
        var path = session.Run($"New-DkimKey {name[1]} {name[0]} -Force")["PrivateKeyPath"]!.ToString()!;
        _ = await redis.AskAsync("HSET", "DKIM_KEYS", field, await File.ReadAllTextAsync(path));
    }

    private void Configure(string settings, string password = RedisHost.Password) => File.WriteAllText(
        host.In("local.d", "dkim_signing.conf"), $"{settings}servers = \"{redis.Address}\"; password = \"{password}\";\n");

    private DkimSigningEntry[] List(string domain = "") =>
        [.. session.Run($"Get-DkimSigning {domain}").Objects.Select(item => (DkimSigningEntry)item.BaseObject)];
}
