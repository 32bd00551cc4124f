using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>Rspamd with many domains in blocks, maps or Redis, and BIND with their records.</summary>
internal sealed class RspamdSituationHost : IDisposable
{
    private const string Zone = "com";

    private readonly NameServer names;
    private readonly Dictionary<string, string[]> records = [];
    private readonly Dictionary<string, (string Selector, string Path)> blocks = [];
    private RedisHost? redis;

    public RspamdSituationHost()
    {
        names = NameServer.Start(Sandbox.In("dns"), (Zone, ""));
        Rspamd = new RspamdHost(Sandbox, names.Address);
        Session = new ModuleSession(Sandbox);
        Paths = Sandbox.In("paths");
        Selectors = Sandbox.In("selectors");
        File.WriteAllText(Paths, "");
        File.WriteAllText(Selectors, "");
        File.WriteAllText(Rspamd.LocalFile, $"""
            selector = "mail"; path = "{Sandbox.Keys}/$domain/$selector.private"; try_fallback = false;
            path_map = "{Paths}"; selector_map = "{Selectors}";
            .include(try=true,duplicate=merge) "$LOCAL_CONFDIR/local.d/opterius-dkim.conf"

            """);
    }

    public Sandbox Sandbox { get; } = new();

    public ModuleSession Session { get; }

    public RspamdHost Rspamd { get; }

    /// <summary>The file of path_map.</summary>
    public string Paths { get; }

    /// <summary>The file of selector_map.</summary>
    public string Selectors { get; }

    /// <summary>Makes keys mail for domains, with their records and blocks. All domains share a key, since generating takes long.</summary>
    public void Begin(IReadOnlyList<string> domains)
    {
        Do($"New-DkimKey {domains[0]}");
        foreach (var domain in domains.Skip(1))
        {
            _ = Tool.RunAsync("cp", "-a", Sandbox.In("keys", domains[0]), Sandbox.In("keys", domain)).GetAwaiter().GetResult().Successful;
        }

        var record = SituationHost.Txt(TextOf(domains[0]));
        foreach (var domain in domains)
        {
            Publish(domain, record);
            Block(domain);
        }
    }

    public string KeyPath(string domain, string selector = "mail") => Path.Combine(Sandbox.Keys, domain, selector + ".private");

    /// <summary>The text of the record of a key in the store.</summary>
    public string TextOf(string domain, string selector = "mail") =>
        string.Concat((IEnumerable<string>)Do($"Get-DkimRecord {domain} {selector}")["Strings"]!);

    /// <summary>Sets the records at the name of a domain's key mail.</summary>
    public void Publish(string domain, params string[] data) => records[SituationHost.Mail(domain)] = data;

    /// <summary>Publishes the record of another key in the store.</summary>
    public void PublishSelector(string domain, string selector) =>
        records[$"{selector}._domainkey.{domain}"] = [SituationHost.Txt(TextOf(domain, selector))];

    /// <summary>Publishes the public half of a key outside of the store.</summary>
    public void Publish(string domain, RSA key) => Publish(
        domain, SituationHost.Txt($"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}"));

    /// <summary>Lets a block name a key.</summary>
    /// <param name="path">Its file; null for that in the store.</param>
    public void Block(string domain, string selector = "mail", string? path = null) =>
        blocks[domain] = (selector, path ?? KeyPath(domain, selector));

    public void RemoveBlock(string domain) => blocks.Remove(domain);

    /// <summary>Stores a key in Redis as mail, and the selector of its domain.</summary>
    public void PutInRedis(string domain, string privateKey)
    {
        AskRedis("HSET", "DKIM_KEYS", $"mail.{domain}", privateKey);
        AskRedis("HSET", "DKIM_SELECTORS", domain, "mail");
    }

    public void AskRedis(params string[] command) => Assert.DoesNotContain(
        "ERR", redis!.AskAsync(command).GetAwaiter().GetResult(), StringComparison.Ordinal);

    /// <summary>Writes the blocks and the zone.</summary>
    public void Write()
    {
        var lines = blocks.Select(block =>
            $"  \"{block.Key}\" {{ selectors [ {{ selector = \"{block.Value.Selector}\"; path = \"{block.Value.Path}\"; }} ] }}\n");
        File.WriteAllText(Rspamd.DomainFile, $"domain {{\n{string.Concat(lines)}}}\n");
        names.Reload(Zone, string.Join('\n', records.SelectMany(name => name.Value.Select(data => $"{name.Key}. {data}"))));
    }

    /// <summary>Starts Redis and makes it the only source of keys from the next start of Rspamd on.</summary>
    public async Task UseRedisAsync()
    {
        redis = await RedisHost.StartAsync();
        await File.WriteAllTextAsync(Rspamd.LocalFile, $"""
            use_redis = true; selector = "mail"; selector_prefix = "DKIM_SELECTORS";
            servers = "{redis.Address}"; password = "{RedisHost.Password}";

            """);
    }

    public void StopRedis() => redis!.Stop();

    /// <summary>Runs a command that has to succeed.</summary>
    public Outcome Do(string script)
    {
        var outcome = Session.Run(script);
        Assert.True(outcome.Errors.Count == 0, $"{script}: {outcome.Everything}");
        return outcome;
    }

    /// <summary>The rows of Get-DkimStatus.</summary>
    public IReadOnlyDictionary<string, DkimStatus> Rows(params IEnumerable<string> domains) =>
        RowsOf(Do($"Get-DkimStatus -Timeout 2 {string.Join(',', domains)}"));

    public static IReadOnlyDictionary<string, DkimStatus> RowsOf(Outcome outcome) =>
        outcome.Objects.Select(item => (DkimStatus)item.BaseObject).ToDictionary(row => row.Domain);

    public void Dispose()
    {
        Rspamd.Dispose();
        redis?.Dispose();
        names.Dispose();
        Session.Dispose();
        Sandbox.Dispose();
    }
}
