using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>The findings about entries that don't sign, or sign more than they appear to, by version.</summary>
public sealed class RspamdFindingsTests : IDisposable
{
    private const string Sound = """ "selector": "s", "path": "/k/a" """;
    private const string Off = """ "try_fallback": false, """;
    private const string Block = """ "domain": { "a.com": { "selector": "s", "path": "/k/a" } } """;
    private const string Tables = """{ "signing_table": "{folder}/s", "key_table": "{folder}/k" }""";
    private const string Hashes = """{ "use_redis": true, "try_fallback": false, "key_prefix": "K", "selector_prefix": "S" }""";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("""{ "selectors": [ {sound} ] }""", "a.com Signed")]
    [InlineData("""{ "selectors": {sound} }""", "a.com Unsigned SelectorsWithoutBrackets")]
    [InlineData("""{ "selectors": {sound}, "selector": "t", "path": "/k/b" }""", "a.com Signed SelectorsWithoutBrackets")]
    [InlineData("""{ "selectors": {} }""", "")]
    [InlineData("""{ "selectors": 5 }""", "a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selectors": "s" }""", "a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selectors": [ 5, {sound} ] }""", "a.com Unsigned RspamdValueNotText;a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selector": 2026, "path": "/k/a" }""", "a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selector": ["s"], "path": "/k/a" }""", "a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selector": "s", "path": ["/k/a", "/k/b"] }""", "a.com Unsigned RspamdValueNotText")]
    [InlineData("""{ "selector": "2026", "path": "/k/a" }""", "a.com Signed")]
    [InlineData("""{ "selectors": [ { "selector": 1, "path": "/k/b" }, {sound} ] }""", "a.com Unsigned RspamdValueNotText;a.com Signed")]
    [InlineData("""{ "selector": "s", "path": "k/a" }""", "a.com Unsigned RspamdPathRelative")]
    [InlineData("""{ "selector": "s", "path": "./k/$domain" }""", "a.com Unsigned RspamdPathRelative")]
    [InlineData("""{ "selector": "s", "path": "" }""", "a.com Unsigned RspamdPathRelative")]
    [InlineData("""{ "selectors": [ { "selector": "t", "path": "k/b" }, {sound} ] }""", "a.com Unsigned RspamdPathRelative;a.com Signed")]
    public void Of_blocks(string block, string expected)
    {
        var filled = block.Replace("{sound}", "{" + Sound + "}", StringComparison.Ordinal);
        Assert.Equal(expected, Shown(StateOf("{" + Off + $$""" "domain": { "a.com": {{filled}} } }""").Entries));
    }

    [Theory]
    [InlineData("3.4", "a.com k1", "a.com Signed PatternTakesMore")]
    [InlineData("4.1.1", "a.com k1", "a.com Signed PatternTakesMore")]
    [InlineData("4.1.2", "a.com k1", "a.com Unsigned RspamdPatternMatchesNothing")]
    [InlineData("3.4", "*a.com k1", "*a.com Signed PatternTakesMore")]
    [InlineData("4.1.5", "*a.com k1", "*a.com Signed PatternTakesMore")]
    [InlineData("3.4", "@a.com k1", "@a.com Signed")]
    [InlineData("4.1.5", "@a.com k1", "@a.com Unsigned RspamdPatternMatchesNothing")]
    [InlineData("3.4", "*@a.com k1", "*@a.com Signed")]
    [InlineData("4.1.5", "*@a.com k1", "*@a.com Signed")]
    [InlineData("3.4", "*@A.com k1", "*@A.com Unsigned RspamdPatternMatchesNothing")]
    [InlineData("4.1.5", "*@A.com k1", "*@A.com Unsigned RspamdPatternMatchesNothing")]
    [InlineData("3.4", "*@a.com r", "*@a.com Unsigned RspamdPathRelative")]
    [InlineData("3.4", "*@a.com k9", "*@a.com Unsigned RspamdKeyUnknown")]
    [InlineData("3.4", "*@a.com k1|bob@a.com k2", "*@a.com Signed;bob@a.com Unsigned EntryShadowed")]
    [InlineData("3.4", "bob@a.com k2|*@a.com k1", "bob@a.com Unsigned EntryShadowed;*@a.com Signed")]
    [InlineData("4.1.5", "bob@a.com k2|*@a.com k1", "bob@a.com Signed;*@a.com Signed")]
    [InlineData("3.4", "bob@example.com k2|*@example.com k1", "bob@example.com Signed;*@example.com Signed")]
    [InlineData("3.4", "?ob@a.com k2|*@a.com k1", "?ob@a.com Unsigned EntryShadowed;*@a.com Signed")]
    [InlineData("4.1.5", "*@a.com k1|* k2", "*@a.com Unsigned;* Signed")]
    public void Of_lines_of_signing_table(string version, string lines, string expected) =>
        Assert.Equal(expected, Shown(TablesOf(version, lines).Entries));

    [Theory]
    [InlineData("3.4", "* %", "a.com", "* Signed /k/a")]
    [InlineData("3.4", "* %", "b.com", "* Unsigned  RspamdKeyUnknown")]
    [InlineData("3.4", "*.com %", "a.com", "*.com Signed /k/a")]
    [InlineData("3.4", "*@*.a.com k1", "x.a.com", "*@*.a.com Signed /k/a")]
    [InlineData("3.4", "a.com k1", "x.a.com", "a.com Signed /k/a PatternTakesMore")]
    [InlineData("4.1.5", "a.com k1", "x.a.com", "")]
    [InlineData("3.4", "*@a.com k1|* k2", "a.com", "*@a.com Signed /k/a")]
    [InlineData("4.1.5", "*@a.com k1|* k2", "a.com", "* Signed /k/b")]
    [InlineData("3.4", "*@a.com k1|*@* k2", "a.com", "*@* Signed /k/b")]
    [InlineData("4.1.5", "*@a.com k1|*@* k2", "a.com", "*@a.com Signed /k/a")]
    public void Of_the_line_that_decides_about_a_domain(string version, string lines, string domain, string expected)
    {
        var deciding = TablesOf(version, lines).DecisionFor(DomainName.Parse(domain)).All;
        Assert.Equal(expected, string.Join(';', deciding.Select(entry =>
            string.Join(
                ' ', [entry.Pattern, entry.Outcome.ToString(), entry.KeyPath, .. entry.Findings.Select(finding => finding.Code)]))));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\"sign_local\": false", "MailOfHostNotSigned")]
    [InlineData("\"sign_authenticated\": false", "MailOfUsersNotSigned")]
    [InlineData("\"sign_authenticated\": false, \"sign_local\": false", "MailOfHostNotSigned MailOfUsersNotSigned")]
    [InlineData("\"sign_local\": false, \"sign_networks\": [\"127.0.0.1\"]", "")]
    [InlineData("\"sign_authenticated\": false, \"sign_networks\": [\"203.0.113.0/24\"]", "")]
    [InlineData("\"use_http_headers\": true", "MailOfHostNotSigned MailOfUsersNotSigned")]
    [InlineData("\"use_http_headers\": true, \"allow_headers_fallback\": true", "")]
    [InlineData("\"allowed_ids\": [\"x\"]", "MailOfHostNotSigned MailOfUsersNotSigned")]
    [InlineData("\"use_domain\": \"auth\"", "MailOfHostNotSigned")]
    [InlineData("\"use_domain\": \"other.com\"", "MailOfUsersNotSigned")]
    [InlineData("\"use_domain\": \"other.com\", \"allow_username_mismatch\": true", "")]
    [InlineData("\"enabled\": false", "DkimSigningDisabled")]
    [InlineData("\"sign_local\": 0", "")]
    public void Of_mail_that_is_excluded_whatever_its_domain(string setting, string expected)
    {
        var state = StateOf("{" + (setting.Length > 0 ? setting + "," : "") + Block + "}");
        Assert.Equal(expected, string.Join(' ', state.Findings.Select(finding => finding.Code)));
    }

    [Theory]
    [InlineData("{ }", false)]
    [InlineData("""{ "path": "{folder}/$domain.key" }""", false)]
    [InlineData("""{ "try_fallback": false, "domain": { } }""", false)]
    [InlineData("{ " + Block + " }", true)]
    [InlineData("""{ "selector_map": "http://example.com/map" }""", true)]
    public void Of_whether_it_may_sign(string section, bool expected) => Assert.Equal(expected, StateOf(section).MaySign);

    [Theory]
    [InlineData("s.a.com", "a.com=s", "a.com Signed")]
    [InlineData("s.A.com", "A.com=s", "A.com Unsigned RedisNameNeverMatches")]
    [InlineData("s.A.com s.a.com", "a.com=s", "a.com Signed;A.com Unsigned RedisNameNeverMatches")]
    [InlineData("s.A.com", "a.com=s", "a.com Unsigned RedisKeyMissing;A.com Unsigned RedisNameNeverMatches")]
    [InlineData("S.a.com", "a.com=S", "a.com Signed")]
    public void Of_names_in_Redis(string fields, string selectors, string expected) =>
        Assert.Equal(expected, Shown(StateOf(Hashes, redis: new Stand(fields, selectors)).Entries));

    [Fact]
    public void Nothing_is_signed_by_Redis_where_all_mail_is_excluded()
    {
        var section = Hashes.Replace("{ ", """{ "sign_local": false, "sign_authenticated": false, """, StringComparison.Ordinal);
        Assert.Equal("a.com Unsigned", Shown(StateOf(section, redis: new Stand("s.a.com", "a.com=s")).Entries));
    }

    public void Dispose() => folder.Dispose();

    private static string Shown(IEnumerable<SigningEntry> entries) => string.Join(';', entries.Select(entry =>
        string.Join(' ', [entry.Pattern, entry.Outcome.ToString(), .. entry.Findings.Select(finding => finding.Code)])));

    private RspamdState TablesOf(string version, string lines)
    {
        folder.Write("s", lines.Replace('|', '\n') + "\n");
        folder.Write("k", "k1 a.com:s1:/k/a\nk2 b.com:s2:/k/b\na.com %:s1:/k/a\nr a.com:s:./k/a\n");
        return StateOf(Tables, version);
    }

    private RspamdState StateOf(string section, string version = "3.4", IRedis? redis = null)
    {
        var filled = section.Replace("{folder}", folder.Path, StringComparison.Ordinal);
        using var document = JsonDocument.Parse($$"""{ "redis": { "servers": "127.0.0.1" }, "dkim_signing": {{filled}} }""");
        var configuration = new RspamdConfiguration(document.RootElement, Version.Parse(version));
        var main = Path.Combine(folder.Path, "rspamd.conf");
        return new RspamdState(
            new RspamdFolder(main),
            configuration,
            RspamdDomainFile.Of(Path.Combine(folder.Path, RspamdDomainFile.Name), null),
            new SignerDaemon(SignerType.Rspamd, main, "_rspamd") { Unit = "rspamd.service", ReloadSignal = "HUP" },
            new RspamdKeyFacts(
                _ => null,
                _ => KeyFileVerdict.Sound,
                configured => new RspamdRedisKeys(configuration.Signing, configured, redis!, configuration.Redis!)),
            new RspamdSigner(main, [], new RspamdProgram(), new FakeEd25519(), redis!));
    }

    /// <summary>Two hashes in place of a server.</summary>
    private sealed class Stand(string fields, string selectors) : IRedis
    {
        public IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash) =>
            selectors.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        public IReadOnlySet<string> FieldsOf(RedisServer server, string hash) => fields.Split(' ').ToHashSet();
    }
}
