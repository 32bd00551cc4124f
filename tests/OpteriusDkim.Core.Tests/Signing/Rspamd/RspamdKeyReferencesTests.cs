using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>Which keys a configuration names, in the form in which <c>rspamadm configdump</c> prints it.</summary>
public sealed class RspamdKeyReferencesTests : IDisposable
{
    private const string Block = """ "domain": { "a.com": { "selector": "s", "path": "/k/a" } } """;
    private const string Off = """ "try_fallback": false, """;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("""{ "path": "/k/mail.key" }""", "/k/mail.key")]
    [InlineData("""{ "path": "/k/$domain.$selector.key", "selector": "s" }""", "/k/*.s.key")]
    [InlineData("""{ "path": "/k/${domain}/${selector}.key" }""", "/k/*/dkim.key")]
    [InlineData("""{ "path": "k/$domain" }""", "/k/*")]
    [InlineData("""{ "path": "/k/../m/$domain" }""", "/m/*")]
    [InlineData("""{ "path": "/k/$nothing" }""", "/k/$nothing")]
    [InlineData("{}", "/var/lib/rspamd/dkim/*.dkim.key")]
    [InlineData("""{ "try_fallback": false }""", "")]
    [InlineData("{" + Off + Block + "}", "/k/a")]
    [InlineData("""{ "try_fallback": false, "domain": { "A.com": { "path": "/k/$domain/$selector" } } }""", "/k/A.com/dkim")]
    [InlineData(
        """{ "try_fallback": false, "domain": { "a.com": { "selectors": [ { "path": "/k/1" }, """
        + """{ "path": "/k/2", "selector": "t" } ] } } }""",
        "/k/1|/k/2")]
    [InlineData("""{ "try_fallback": false, "domain": { "a.com": { "selectors": { "path": "/k/1" } } } }""", "")]
    [InlineData("""{ "try_fallback": false, "path": "/k/$domain.$selector", "domain": { "a.com": { "selector": "t" } } }""", "/k/a.com.t")]
    [InlineData(
        """[ { "try_fallback": false, "domain": { "a.com": { "path": "/k/1" } } }, { "domain": { "b.com": { "path": "/k/2" } } } ]""",
        "/k/2")]
    [InlineData("""{ "enabled": false, "domain": { "a.com": { "path": "/k/1" } } }""", "/k/1")]
    [InlineData(
        """{ "try_fallback": false, "path_map": "{map}" }""", "/k/m|/k/n/n.com/dkim", "m.com /k/m\nn.com /k/n/$domain/$selector # x\n")]
    [InlineData("""{ "try_fallback": false, "path_map": ["{map}"] }""", "/k/m", "m.com /k/m\n")]
    [InlineData("""{ "try_fallback": false, "path_map": "file://{map}" }""", "/k/m", "m.com /k/m\n")]
    [InlineData("""{ "try_fallback": false, "path_map": "glob;{map}" }""", "/k/*", "*.com /k/$domain\n")]
    [InlineData("""{ "try_fallback": false, "path_map": "re;{map}" }""", "/k/m", "/com$/i /k/m\n")]
    [InlineData("""{ "try_fallback": false, "path": "/k/$domain/$selector", "selector_map": "{map}" }""", "/k/m.com/t", "M.com t\n")]
    [InlineData("""{ "try_fallback": false, "path_map": "{map}", "domain": { "m.com": { "selector": "t" } } }""", "/k/m", "m.com /k/m\n")]
    [InlineData(
        """{ "signing_table": ["*@a.com k"], "key_table": "{map}" }""",
        "/k/a|/k/*/b",
        "k a.com:s:/k/a\nl %:/k/%/b\nbroken /k/c\nraw a.com:s:MIIB\n")]
    [InlineData("""{ "signing_table": ["*@a.com k"], "key_table": ["k a.com:s:/k/$domain.$selector"] }""", "/k/a.com.s")]
    public void Every_key_that_it_names(string signing, string paths, string map = "") =>
        Assert.Equal(paths, string.Join('|', In(Document(signing, map)).Select(reference => reference.Path).Distinct()));

    [Theory]
    [InlineData("""{ "sign_condition": "return function(task) return false end" }""", "sign_condition")]
    [InlineData("""{ "use_vault": true, "vault_url": "http://127.0.0.1" }""", "use_vault")]
    [InlineData("""{ "selector_map": "https://example.com/x" }""", "selector_map")]
    [InlineData("""{ "path_map": ["https://example.com/x"] }""", "path_map")]
    [InlineData("""{ "path_map": "fallback+file:///x" }""", "path_map")]
    [InlineData("""{ "path_map": "cdb:///x" }""", "path_map")]
    [InlineData("""{ "path_map": "re_multi;/x" }""", "path_map")]
    [InlineData("""{ "path_map": { "upstreams": "x", "data": ["a"] } }""", "path_map")]
    [InlineData("""{ "signing_table": "http://example.com/x", "key_table": ["k a.com:s:/k"] }""", "signing_table")]
    [InlineData("""{ "signing_table": ["*@a.com k"], "key_table": "http://example.com/x" }""", "key_table")]
    [InlineData("""{ "use_redis": true }""", "use_redis")]
    public void Configuration_that_cannot_be_read_makes_every_key_count_as_in_use(string signing, string setting)
    {
        var exception = Assert.Throws<InaccessibleException>(() => In(Document(signing)));
        Assert.Equal("RspamdKeysElsewhere", exception.Finding.Code);
        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.Contains("every key counts as in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_arc_count_too() =>
        Assert.Equal(
            ["/k/arc", "/var/lib/rspamd/arc/*.dkim.key"],
            In("""{ "arc": { "domain": { "a.com": { "path": "/k/arc" } } } }""").Select(reference => reference.Path));

    [Fact]
    public void An_entry_gives_its_domain_and_selector()
    {
        var reference = In(Document("{" + Block + "}"))[0];
        Assert.Equal(("a.com", "s", SignerType.Rspamd), (reference.Domain, reference.Selector, reference.Signer));
    }

    [Fact]
    public void Without_configuration_nothing_is_named() => Assert.Empty(RspamdKeyReferences.In(folder.Path, new SignerFiles()));

    [Theory]
    [InlineData("rspamd.conf", "dkim_signing {")]
    [InlineData("local.d/dkim_signing.conf", "domain {}")]
    [InlineData("override.d/dkim_signing.conf", "domain {}")]
    public void Where_configdump_fails_every_key_counts_as_in_use(string file, string text)
    {
        folder.Write(file, text);
        var exception = Assert.Throws<InaccessibleException>(() => RspamdKeyReferences.In(folder.Path, new SignerFiles()));
        Assert.Equal("RspamdKeysUnknown", exception.Finding.Code);
        Assert.Contains(folder.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_configdump_is_missing_every_key_counts_as_in_use()
    {
        folder.Write("rspamd.conf", "");
        var exception = Assert.Throws<InaccessibleException>(() =>
            RspamdKeyReferences.In(folder.Path, new SignerFiles(), program: new RspamdProgram("/nowhere/rspamadm", "/nowhere/rspamd")));
        Assert.Equal("RspamdKeysUnknown", exception.Finding.Code);
        Assert.Contains("/nowhere/rspamadm", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local.d/dkim_signing.conf", "path = \"{= env.KEYS =}/$domain/$selector.key\";", "RSPAMD_KEYS")]
    [InlineData("local.d/dkim_signing.conf", "path = \"{= env.KEYS|default('/k') =}/$domain\";", "RSPAMD_KEYS")]
    [InlineData("override.d/arc.conf", "path = \"{= env['KEYS'] =}/$domain\";", "RSPAMD_KEYS")]
    [InlineData("local.d/dkim_signing.conf", "{% if env.SIGNS %}", "RSPAMD_SIGNS")]
    [InlineData("rspamd.conf.local", "dkim_signing { path = \"${KEYS}/$domain\"; }", "variable KEYS")]
    [InlineData("local.d/dkim_signing.conf", "path = \"$KEYS/$domain\";", "variable KEYS")]
    public void Where_only_the_daemon_knows_a_variable_every_key_counts_as_in_use(string file, string text, string named)
    {
        folder.Write("rspamd.conf", "");
        folder.Write(file, text + "\n");
        var exception = Assert.Throws<InaccessibleException>(() => RspamdKeyReferences.In(folder.Path, new SignerFiles()));
        Assert.Equal("RspamdVariableUnknown", exception.Finding.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local.d/dkim_signing.conf", "path = \"${DBDIR}/dkim/$domain.{= env.hostname =}.key\";")]
    [InlineData("local.d/dkim_signing.conf", "# path = \"{= env.KEYS =}/$domain\";")]
    [InlineData("local.d/worker-controller.inc", "password = \"{= env.PASSWORD =}\";")]
    [InlineData("local.d/antivirus.conf", "log = \"${SCANNER}\";")]
    public void Variables_of_Rspamd_itself_and_of_other_modules_are_no_obstacle(string file, string text)
    {
        folder.Write(file, text + "\n");
        RspamdVariables.RequireKnown(new RspamdConfigurationFiles(folder.Path, new SignerFiles()).LinesOfSigning(), acceptDefaults: false);
    }

    public void Dispose() => folder.Dispose();

    private string Document(string signing, string map = "")
    {
        var path = folder.Write("maps/map", map.Replace("\\n", "\n", StringComparison.Ordinal));
        return $$"""{ "dkim_signing": {{signing.Replace("{map}", path, StringComparison.Ordinal)}} }""";
    }

    private static IReadOnlyList<KeyReference> In(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RspamdKeyReferences.Of(new RspamdConfiguration(document.RootElement), word => word, new SignerFiles(), null);
    }
}
