using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Setting one value keeps every other byte of the file.</summary>
public sealed class JsonEditorTests
{
    [Theory]
    [InlineData("{}", "{\n  \"ttl\": 7\n}")]
    [InlineData("{ }", "{\n  \"ttl\": 7\n}")]
    [InlineData("{ /* c */ }", "{ /* c */\n  \"ttl\": 7\n}")]
    [InlineData("{\n}\n", "{\n  \"ttl\": 7\n}\n")]
    [InlineData("{\n  // nothing yet\n}\n", "{\n  // nothing yet\n  \"ttl\": 7\n}\n")]
    [InlineData("{ \"ttl\": 1 }", "{ \"ttl\": 7 }")]
    [InlineData("{ \"ttl\" : /* b */ 1 /* c */ } // d", "{ \"ttl\" : /* b */ 7 /* c */ } // d")]
    [InlineData("{ \"keySize\": 2048\n, /* c */ }", "{ \"keySize\": 2048\n, /* c */ \"ttl\": 7 }")]
    [InlineData("{ \"keySize\": 2048 }", "{ \"keySize\": 2048, \"ttl\": 7 }")]
    [InlineData("{\"keySize\": 2048}", "{\"keySize\": 2048, \"ttl\": 7}")]
    [InlineData("{ \"keySize\": 2048, }", "{ \"keySize\": 2048, \"ttl\": 7 }")]
    [InlineData("{ \"keySize\": 2048 /* , } */ }", "{ \"keySize\": 2048, /* , } */ \"ttl\": 7 }")]
    [InlineData(
        "{\n    // first\n    \"keySize\": 2048 // last, really }\n}\n",
        "{\n    // first\n    \"keySize\": 2048, // last, really }\n    \"ttl\": 7\n}\n")]
    [InlineData("{\n\t\"keySize\": 2048,\n}\n", "{\n\t\"keySize\": 2048,\n\t\"ttl\": 7,\n}\n")]
    [InlineData("{\r\n  \"keySize\": 2048\r\n}\r\n", "{\r\n  \"keySize\": 2048,\r\n  \"ttl\": 7\r\n}\r\n")]
    [InlineData("{\n  \"keySize\": 2048\n  /* a\n   } */ }", "{\n  \"keySize\": 2048,\n  \"ttl\": 7\n  /* a\n   } */ }")]
    public void A_setting_of_the_top_level(string before, string after) => Assert.Equal(after, Set(before, "7", "ttl"));

    [Theory]
    [InlineData("{\n}\n", "{\n  \"signer\": {\n    \"type\": \"Rspamd\"\n  }\n}\n")]
    [InlineData(
        "{\n  \"signer\": {\n    // how\n    \"reload\": \"true\"\n  },\n  \"ttl\": 1\n}",
        "{\n  \"signer\": {\n    // how\n    \"reload\": \"true\",\n    \"type\": \"Rspamd\"\n  },\n  \"ttl\": 1\n}")]
    [InlineData("{ \"signer\": { \"type\": \"OpenDkim\" } }", "{ \"signer\": { \"type\": \"Rspamd\" } }")]
    [InlineData("{ \"signer.type\": \"OpenDkim\" }", "{ \"signer.type\": \"Rspamd\" }")]
    [InlineData("{ \"signer\": {} }", "{ \"signer\": {\n  \"type\": \"Rspamd\"\n} }")]
    [InlineData("{ \"ttl\": 1 }", "{ \"ttl\": 1, \"signer\": { \"type\": \"Rspamd\" } }")]
    [InlineData(
        "{ \"signer\": { \"reload\": \"a\" }, \"signer\": { \"type\": \"OpenDkim\" } }",
        "{ \"signer\": { \"reload\": \"a\" }, \"signer\": { \"type\": \"Rspamd\" } }")]
    [InlineData("{ \"ttl\": 1, // caf\u00E9\n}", "{ \"ttl\": 1, // caf\u00E9\n\"signer\": {\n  \"type\": \"Rspamd\"\n},\n}")]
    public void A_setting_of_a_group(string before, string after)
    {
        var made = Set(before, "\"Rspamd\"", "signer", "type");

        Assert.Equal(after, made);
        Assert.Equal("Rspamd", ConfigurationFile.Parse("/c", Encoding.UTF8.GetBytes(made)).Values["signer.type"].Value);
    }

    [Fact]
    public void Only_the_named_setting_is_changed_in_any_file() => Prop.ForAll(
        (from file in Files from change in Changes select (file, change)).ToArbitrary(),
        pair =>
        {
            var (file, (name, value, pattern)) = pair;
            var before = Encoding.UTF8.GetBytes(file);
            var change = SettingChange.Of(name, value, pattern);
            var path = pattern is null ? name.Split('.') : ["domains", pattern, .. name.Split('.')];
            var after = JsonEditor.Set(before, path, change.Json!, (written, wanted) => written == wanted);
            var expected = ConfigurationFile.Parse("/c", before).Flat();
            expected[ConfigurationFile.FlatName(pattern, name)] = ConfigurationFile.FlatValue(change.Value!);
            var made = ConfigurationFile.Parse("/c", after).Flat();
            return made.Count == expected.Count && expected.All(setting => made[setting.Key] == setting.Value)
                && Comments(file).All(comment => Encoding.UTF8.GetString(after).Contains(comment, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Only_the_named_setting_is_removed_from_any_file() => Prop.ForAll(
        (from file in Files from change in Changes select (file, change)).ToArbitrary(),
        pair =>
        {
            var (file, (name, _, pattern)) = pair;
            var before = Encoding.UTF8.GetBytes(file);
            string[] path = pattern is null ? name.Split('.') : ["domains", pattern, .. name.Split('.')];
            var after = JsonRemoval.Remove(before, path, (written, wanted) => written == wanted);
            var expected = ConfigurationFile.Parse("/c", before).Flat();
            var wasThere = expected.Remove(ConfigurationFile.FlatName(pattern, name));
            var made = ConfigurationFile.Parse("/c", after).Flat();
            return made.Count == expected.Count && expected.All(setting => made[setting.Key] == setting.Value)
                && (wasThere || after.AsSpan().SequenceEqual(before));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static readonly string[] AllComments = ["/* c1, } */", "// c2 { \" }", "// c3", "// end"];
    private static readonly string[] TwoServers = ["192.0.2.1", "192.0.2.2"];

    private static Gen<string> Space =>
        Gen.Elements("", " ", "\n", "\n  ", "\r\n\t", " /* c1, } */ ", " // c2 { \" }\n", "\n    // c3\n    ");

    private static Gen<(string Name, object Value, string? Pattern)> Changes => Gen.Elements<(string, object, string?)>(
        ("ttl", 60, null), ("signer.type", "Rspamd", null), ("dns.servers", TwoServers, null), ("dns.timeout", "2", null),
        ("provider", "Cloudflare", "example.com"), ("publisher.type", "Script", "*.example.com"),
        ("rotation.interval", "90.00:00:00", "*"), ("signer.reload", "a \"b\" \\ caf\u00E9", null));

    private static Gen<string> Files =>
        from top in Gen.SubListOf("\"ttl\": 3600", "\"keySize\": 2048", "\"selector\": \"mail\"", "\"provider\": \"Bind\"")
        from signer in Gen.SubListOf(
            "\"type\": \"OpenDkim\"", "\"reload\": \"true // no comment\"", "\"sockets\": [ \"local:/a\", \"local:/b\" ]")
        from dns in Gen.SubListOf("\"timeout\": \"00:00:01\"", "\"servers\": []")
        from domain in Gen.SubListOf("\"provider\": \"OVH\"", "\"publisher\": { \"type\": \"Manual\" }", "\"rotation\": { }")
        from signerText in Group(signer)
        from dnsText in Group(dns)
        from domainText in Group(domain)
        from has in Gen.ArrayOf(Gen.Elements(true, false), 4)
        from whole in Group(
        [
            .. top, .. has[0] ? ["\"signer\": " + signerText] : Array.Empty<string>(),
            .. has[1] ? ["\"dns\": " + dnsText] : Array.Empty<string>(),
            .. has[2]
                ? ["\"domains\": { \"example.com\": " + domainText + (has[3] ? ", \"*.example.com\": {}" : "") + " }"]
                : Array.Empty<string>(),
        ])
        from last in Gen.Elements("", "\n", " // end")
        select whole + last;

    private static Gen<string> Group(IEnumerable<string> members) =>
        from spaces in Gen.ArrayOf(Space, (2 * members.Count()) + 2)
        from trailing in Gen.Elements(true, false)
        select "{"
            + string.Concat(
                members.Select(
                    (member, i) => spaces[2 * i] + member + spaces[(2 * i) + 1] + (trailing || i < members.Count() - 1 ? "," : "")))
                    + spaces[^1] + "}";

    private static IEnumerable<string> Comments(string file) =>
        AllComments.Where(comment => file.Contains(comment, StringComparison.Ordinal));

    private static string Set(string before, string json, params string[] path) =>
        Encoding.UTF8.GetString(JsonEditor.Set(Encoding.UTF8.GetBytes(before), path, json, (written, wanted) => written == wanted));
}
