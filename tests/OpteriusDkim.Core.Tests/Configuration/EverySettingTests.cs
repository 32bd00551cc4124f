using System.Text.Json;

namespace OpteriusDkim.Tests;

public sealed class EverySettingTests : IDisposable
{
    private static readonly Dictionary<string, (string Json, object Value)> Written = new()
    {
        ["keyDirectory"] = ("\"/srv/keys\"", "/srv/keys"),
        ["stateDirectory"] = ("\"/srv/state\"", "/srv/state"),
        ["selector"] = ("\"S1.EU\"", "s1.eu"),
        ["algorithm"] = ("\"ed25519\"", "Ed25519"),
        ["keySize"] = ("3072", 3072),
        ["ttl"] = ("300", 300),
        ["provider"] = ("\"cloudflare\"", "Cloudflare"),
        ["dns.servers"] = ("[\"192.0.2.53:5353\", \"2001:db8::53\"]", (string[])["192.0.2.53:5353", "2001:db8::53"]),
        ["dns.timeout"] = ("\"00:00:02.5\"", TimeSpan.FromSeconds(2.5)),
        ["signer.type"] = ("\"rspamd\"", "Rspamd"),
        ["signer.configuration"] = ("\"/srv/rspamd/rspamd.conf\"", "/srv/rspamd/rspamd.conf"),
        ["signer.reload"] = ("\"rspamadm control reload; true\"", "rspamadm control reload; true"),
        ["signer.sockets"] = ("[\"inet:11333@127.0.0.1\"]", (string[])["inet:11333@127.0.0.1"]),
        ["signer.postfix"] = ("\"/srv/postfix/main.cf\"", "/srv/postfix/main.cf"),
        ["publisher.type"] = ("\"DynamicUpdate\"", "DynamicUpdate"),
        ["publisher.server"] = ("\"192.0.2.1:53\"", "192.0.2.1:53"),
        ["publisher.keyFile"] = ("\"/etc/tsig.key\"", "/etc/tsig.key"),
        ["publisher.script"] = ("\"/usr/local/bin/publish\"", "/usr/local/bin/publish"),
        ["publisher.url"] = ("\"https://dns.example.com/api\"", "https://dns.example.com/api"),
        ["publisher.credentialFile"] = ("\"secret:Panel/token\"", "secret:Panel/token"),
        ["publisher.plugin"] = ("\"All-Inkl\"", "All-Inkl"),
        ["publisher.pluginValue"] = ("\"strings\"", "Strings"),
        ["publisher.pluginArguments"] = ("[\"User=me\", \"Key=file:/etc/key\"]", (string[])["User=me", "Key=file:/etc/key"]),
        ["delegation.zone"] = ("\"DKIM.example.net.\"", "dkim.example.net"),
        ["delegation.selectors"] = ("[\"s1\", \"s2\"]", (string[])["s1", "s2"]),
        ["delegation.target"] = ("\"{Selector}._domainkey.{domain}\"", "{selector}._domainkey.{domain}"),
        ["rotation.interval"] = ("\"90.00:00:00\"", TimeSpan.FromDays(90)),
        ["rotation.drain"] = ("\"3.12:00:00\"", TimeSpan.FromHours(84)),
        ["rotation.retire"] = ("\"Revoke\"", "Revoke"),
        ["rotation.selector"] = ("\"{base}-{number}\"", "{base}-{number}"),
        ["rotation.maxStarts"] = ("5", 5),
        ["rotation.notify"] = ("\"/usr/local/bin/notify\"", "/usr/local/bin/notify"),
        ["rotation.reveal.folder"] = ("\"/srv/www/keys\"", "/srv/www/keys"),
        ["rotation.reveal.delay"] = ("\"30.00:00:00\"", TimeSpan.FromDays(30)),
        ["rotation.compromisedWait"] = ("\"00:30:00\"", TimeSpan.FromMinutes(30)),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. SettingTable.All.Select(setting => setting.Name)];

    public static TheoryData<string> NamesPerDomain =>
        [.. SettingTable.All.Where(setting => setting.PerDomain).Select(setting => setting.Name)];

    public static TheoryData<string> OtherNames =>
        [.. SettingTable.All.Where(setting => !setting.PerDomain).Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_read_from_the_file_with_its_line(string name)
    {
        var path = folder.Write("config.json", "{\n\n" + Nested(name) + "\n}");
        var setting = SettingOf(DkimConfiguration.Load(path), name, null);
        Assert.Equal(Written[name].Value, setting.Value);
        Assert.Equal($"{path}:{3 + name.Count(c => c == '.')}", setting.Source);
        Assert.NotEmpty(setting.Meaning);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_that_is_not_in_the_file_has_its_default_or_none(string name)
    {
        var setting = SettingOf(DkimConfiguration.Load(folder.Write("config.json", "{}")), name, null);
        Assert.Equal(SettingTable.Get(name).EffectiveDefault is null ? "not set" : "default", setting.Source);
        Assert.Equal(SettingTable.Get(name).EffectiveDefault is null, setting.Value is null);
    }

    [Theory]
    [MemberData(nameof(NamesPerDomain))]
    public void A_setting_for_a_domain_is_read_for_that_domain_only(string name)
    {
        var path = folder.Write("config.json", "{ \"domains\": { \"example.com\": {\n" + Nested(name) + "\n} } }");
        var configuration = DkimConfiguration.Load(path);
        Assert.Equal(Written[name].Value, SettingOf(configuration, name, "example.com").Value);
        Assert.StartsWith(path, SettingOf(configuration, name, "example.com").Source, StringComparison.Ordinal);
        Assert.DoesNotContain(path, SettingOf(configuration, name, "example.org").Source, StringComparison.Ordinal);
        Assert.DoesNotContain(path, SettingOf(configuration, name, null).Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void A_setting_of_the_whole_host_is_refused_for_a_domain(string name)
    {
        var path = folder.Write("config.json", "{ \"domains\": { \"example.com\": {\n" + Nested(name) + "\n} } }");
        var exception = Assert.Throws<InvalidInputException>(() => DkimConfiguration.Load(path));
        Assert.Equal(nameof(FindingTable.UnknownSetting), exception.Finding.Code);
    }

    [Fact]
    public void Every_setting_has_a_case() =>
        Assert.Equal(
            SettingTable.All.Select(setting => setting.Name).Order(StringComparer.Ordinal), Written.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void All_of_them_together_make_the_configuration()
    {
        var path = folder.Write(
            "config.json",
            "{" + string.Join(",\n", Written.Select(pair => $"{JsonSerializer.Serialize(pair.Key)}: {pair.Value.Json}")) + "}");
        var configuration = DkimConfiguration.Load(path);
        Assert.Equal(
            ("/srv/keys", "/srv/state", "s1.eu"), (configuration.KeyDirectory, configuration.StateDirectory, configuration.Selector));
        Assert.Equal((DkimKeyAlgorithm.Ed25519, 3072, 300), (configuration.Algorithm, configuration.KeySize, configuration.Ttl));
        Assert.Equal([DnsServer.Parse("192.0.2.53:5353"), DnsServer.Parse("2001:db8::53")], configuration.DnsServers);
        Assert.Equal(TimeSpan.FromSeconds(2.5), configuration.DnsTimeout);
        Assert.Equal(
            (SignerType.Rspamd, "/srv/rspamd", false),
            (configuration.Signer, configuration.SignerSettings.RspamdFolder, configuration.SignerIsAmbiguous));
        Assert.Equal("Cloudflare", configuration.ProviderFor(DomainName.Parse("example.com")).Name);
        Assert.Equal(
            "s2._domainkey.example.com.dkim.example.net",
            configuration.DelegationFor(DomainName.Parse("example.com"))?.TargetOf(Selector.Parse("s2")));
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var configuration = DkimConfiguration.Load(folder.Write("config.json", "{}"));
        Assert.Equal(
            ("/etc/opendkim/keys", "mail", 2048, 3600),
            (configuration.KeyDirectory, configuration.Selector, configuration.KeySize, configuration.Ttl));
        Assert.Equal((DkimKeyAlgorithm.Rsa, TimeSpan.FromSeconds(5)), (configuration.Algorithm, configuration.DnsTimeout));
        Assert.Empty(configuration.DnsServers);
        Assert.Equal("Generic", configuration.ProviderFor(DomainName.Parse("example.com")).Name);
        Assert.Equal(TimeSpan.FromDays(180), SettingOf(configuration, "rotation.interval", null).Value);
        Assert.Equal(TimeSpan.FromDays(7), SettingOf(configuration, "rotation.drain", null).Value);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The setting nested in the objects of its name, one line each.</summary>
    private static string Nested(string name)
    {
        var levels = name.Split('.');
        return string.Concat(levels[..^1].Select(level => $"\"{level}\": {{\n"))
            + $"\"{levels[^1]}\": {Written[name].Json}"
            + (name == "delegation.zone" ? $", \"selectors\": {Written["delegation.selectors"].Json}" : "")
            + new string('}', levels.Length - 1);
    }

    private static DkimSetting SettingOf(DkimConfiguration configuration, string name, string? domain) =>
        configuration.Settings(domain is null ? null : DomainName.Parse(domain)).First(setting => setting.Name == name);
}
