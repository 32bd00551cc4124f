using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class ConfigurationErrorsTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", " ", "\n", "//\n", "/*", "*/", "null", "true", "1", "1e9", "-5", "\"", "\"\"", "\\u0000", "\\ud800",
        "\ud83d",
        "\"keyDirectory\"", "\"dns\"", "\"servers\"", "\"domains\"", "\"*.example.com\"", "\"example.com\"", "\"ttl\"", "\"provider\"",
        "\"/a\"", "\"x\": ",
        "{\"ttl\": 5}", "{\"dns\": {", "{\"domains\": {\"example.com\": {", "\"\\ud800\"", "\"\\u0000\"",
    ];

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("keydirectory", "keyDirectory")]
    [InlineData("keyDir", null)]
    [InlineData("selecter", "selector")]
    [InlineData("TTL", "ttl")]
    [InlineData("dns.timeouts", "dns.timeout")]
    [InlineData("somethingElse", null)]
    public void An_unknown_name_is_reported_with_a_suggestion(string name, string? nearest)
    {
        var exception = Refusal("{\n  \"" + name + "\": 1 }");
        Assert.Equal(nameof(FindingTable.UnknownSetting), exception.Finding.Code);
        Assert.Contains($":2: the setting '{name}' doesn't exist", exception.Message, StringComparison.Ordinal);
        Assert.Equal(nearest is not null, exception.Finding.Advice.StartsWith($"Did you mean {nearest}? ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"dns\": {\n\"sorvers\": [] } }", "'dns.sorvers'")]
    [InlineData("{\n\"x\\u001b[2J\": 5 }", @"'x\u{1B}[2J'")]
    [InlineData("{ \"domains\": { \"example.com\": {\n\"ttl\": 5 } } }", "'ttl'")]
    [InlineData("{ \"domains\": { \"example.com\": {\n\"domains\": {} } } }", "'domains'")]
    public void An_unknown_name_is_reported_with_its_line(string json, string shown)
    {
        var exception = Refusal(json);
        Assert.Equal(nameof(FindingTable.UnknownSetting), exception.Finding.Code);
        Assert.Contains($"config.json:2: the setting {shown} doesn't exist", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"keyDirectory\": \"keys\"", "keyDirectory can't be 'keys'", "an absolute path")]
    [InlineData("\"keyDirectory\": \"/a\\u0000b\"", @"keyDirectory can't be '/a\u{0}b'", "an absolute path")]
    [InlineData("\"dns\": 5", "dns can't be 5", "an object")]
    [InlineData("\"signer\": null", "signer can't be null", "an object")]
    [InlineData("\"signer\": \"OpenDkim\"", "signer can't be 'OpenDkim'", "an object")]
    [InlineData("\"keyDirectory\": 5", "keyDirectory can't be 5", "an absolute path")]
    [InlineData("\"keyDirectory\": null", "keyDirectory can't be null", "an absolute path")]
    [InlineData("\"keyDirectory\": {}", "keyDirectory can't be an object", "an absolute path")]
    [InlineData("\"keyDirectory\": [\"/a\"]", "keyDirectory can't be a list", "an absolute path")]
    [InlineData("\"publisher\": { \"url\": \"http://dns.example.com\" }", "publisher.url can't be 'http://dns.example.com'", "https://")]
    [InlineData("\"publisher\": { \"url\": \"https://u:p@dns.example.com\" }", "publisher.url can't be", "https://")]
    [InlineData("\"publisher\": { \"url\": \"https://dns.example.com/?a=b\" }", "publisher.url can't be", "https://")]
    [InlineData("\"publisher\": { \"url\": \"file:///etc\" }", "publisher.url can't be 'file:///etc'", "https://")]
    [InlineData("\"publisher\": { \"url\": \"dns.example.com\" }", "publisher.url can't be 'dns.example.com'", "https://")]
    [InlineData("\"publisher\": { \"plugin\": \"../evil\" }", "publisher.plugin can't be '../evil'", "the name of a Posh-ACME plugin")]
    [InlineData("\"publisher\": { \"credentialFile\": \"a-t0ken\" }", "credentialFile can't be this value", "an absolute path, or")]
    [InlineData("\"keySize\": 1024", "keySize can't be 1024", "one of the numbers 2048, 3072, 4096")]
    [InlineData("\"keySize\": \"2048\"", "keySize can't be '2048'", "one of the numbers 2048, 3072, 4096, without quotation marks")]
    [InlineData("\"ttl\": 0", "ttl can't be 0", "a whole number from 1")]
    [InlineData("\"ttl\": -1", "ttl can't be -1", "a whole number from 1")]
    [InlineData("\"ttl\": 1.5", "ttl can't be 1.5", "a whole number from 1")]
    [InlineData("\"ttl\": 99999999999", "ttl can't be 99999999999", "a whole number from 1")]
    [InlineData("\"ttl\": true", "ttl can't be true", "a whole number from 1")]
    [InlineData("\"selector\": \"a b\"", "selector can't be 'a b'", "a selector")]
    [InlineData("\"algorithm\": \"Dsa\"", "algorithm can't be 'Dsa'", "one of \"Rsa\", \"Ed25519\"")]
    [InlineData("\"provider\": \"Nobody\"", "provider can't be 'Nobody'", "\"Cloudflare\"")]
    [InlineData("\"dns\": { \"timeout\": 5 }", "dns.timeout can't be 5", "d.hh:mm:ss")]
    [InlineData("\"dns\": { \"timeout\": \"00:00:00\" }", "dns.timeout can't be '00:00:00'", "d.hh:mm:ss")]
    [InlineData("\"dns\": { \"timeout\": \"-00:00:05\" }", "dns.timeout can't be '-00:00:05'", "d.hh:mm:ss")]
    [InlineData("\"dns\": { \"timeout\": \"5s\" }", "dns.timeout can't be '5s'", "d.hh:mm:ss")]
    [InlineData("\"dns\": { \"servers\": \"192.0.2.53\" }", "dns.servers can't be '192.0.2.53'", "a list of IP addresses")]
    [InlineData("\"dns\": { \"servers\": [\"ns1.example.com\"] }", "dns.servers can't be 'ns1.example.com'", "a list of IP addresses")]
    [InlineData("\"dns\": { \"servers\": [5] }", "dns.servers can't be 5", "a list of IP addresses")]
    [InlineData("\"dns\": { \"servers\": [[]] }", "dns.servers can't be a list", "a list of IP addresses")]
    [InlineData("\"signer\": { \"sockets\": [\"\"] }", "signer.sockets can't be ''", "a list of strings")]
    [InlineData("\"signer\": { \"type\": \"Exim\" }", "signer.type can't be 'Exim'", "one of \"OpenDkim\", \"Rspamd\"")]
    [InlineData("\"signer\": { \"reload\": \"\" }", "signer.reload can't be ''", "a string")]
    [InlineData("\"delegation\": { \"zone\": \"net\" }", "delegation.zone can't be 'net'", "a domain name")]
    [InlineData("\"delegation\": { \"selectors\": [\"s1\"] }", "delegation.selectors can't be ['s1']", "2 or more different selectors")]
    [InlineData("\"delegation\": { \"selectors\": [\"s1\", \"S1\"] }", "delegation.selectors can't be ['s1', 'S1']", "different")]
    [InlineData("\"delegation\": { \"selectors\": [\"s1\", \"s.2\"] }", "delegation.selectors can't be 's.2'", "one label each")]
    [InlineData("\"delegation\": { \"target\": \"{selector}\" }", "delegation.target can't be '{selector}'", "{selector} and {domain}")]
    [InlineData("\"delegation\": { \"target\": \"{selector}-{domain}\" }", "can't be '{selector}-{domain}'", "labels of their own")]
    [InlineData("\"domains\": 5", "domains can't be 5", "an object")]
    [InlineData("\"domains\": { \"example.com\": \"x\" }", "example.com can't be 'x'", "an object")]
    [InlineData("\"domains\": { \"*example.com\": {} }", "can't be '*example.com'", "a domain")]
    [InlineData("\"domains\": { \"*.*.example.com\": {} }", "can't be '*.*.example.com'", "a domain")]
    [InlineData("\"domains\": { \"\": {} }", "can't be ''", "a domain")]
    public void An_invalid_value_is_reported_with_its_line_and_the_valid_values(string json, string message, string advice)
    {
        var exception = Refusal("{\n\n" + json + "\n}");
        Assert.Equal(nameof(FindingTable.InvalidSetting), exception.Finding.Code);
        Assert.Contains("config.json:3: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Finding.Advice, StringComparison.Ordinal);
    }

    // TimeSpan reads a bare number as days, but users mean seconds.
    [Theory]
    [InlineData("5")]
    [InlineData("180")]
    public void A_duration_that_is_a_bare_number_is_refused(string text) =>
        Assert.Equal(nameof(FindingTable.InvalidSetting), Refusal($$"""{ "dns": { "timeout": "{{text}}" } }""").Finding.Code);

    [Theory]
    [InlineData("{ \"ttl\": 5,\n\"ttl\": 5 }", "'ttl'")]
    [InlineData("{ \"dns\": { \"timeout\": \"00:00:05\" },\n\"dns\": { \"timeout\": \"00:00:05\" } }", "'dns.timeout'")]
    [InlineData("{ \"domains\": { \"example.com\": {},\n\"EXAMPLE.com.\": {} } }", "'EXAMPLE.com.'")]
    [InlineData("{ \"domains\": { \"*\": {},\n\"*\": {} } }", "'*'")]
    [InlineData("{ \"domains\": { \"*\": { \"provider\": \"Bind\",\n\"provider\": \"Bind\" } } }", "'provider'")]
    public void A_duplicate_setting_is_reported_with_its_line(string json, string name)
    {
        var exception = Refusal(json);
        Assert.Equal(nameof(FindingTable.RepeatedSetting), exception.Finding.Code);
        Assert.Contains($"config.json:2: {name} is set twice", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n\n[]", null)]
    [InlineData("5", 1)]
    [InlineData("null", 1)]
    [InlineData("{", 1)]
    [InlineData("{\n\"ttl\": }", 2)]
    [InlineData("{\n\n\"ttl\" 5 }", 3)]
    [InlineData("{} {}", 1)]
    [InlineData("{}\nx", 2)]
    [InlineData("{ 'ttl': 5 }", 1)]
    [InlineData("{ \"ttl\": 05 }", 1)]
    [InlineData("/* never closed", 1)]
    [InlineData("// nothing but this", 1)]
    public void Invalid_JSON_is_reported_with_its_line(string json, int? line)
    {
        var path = folder.Write("config.json", json);
        var exception = Assert.Throws<BrokenDataException>(() => DkimConfiguration.Load(path));
        Assert.Equal(nameof(FindingTable.ConfigurationSyntax), exception.Finding.Code);
        Assert.Contains($"config.json:{line}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    [InlineData("\uFEFF\n")]
    public void An_empty_file_is_named_as_such(string text) => Assert.Contains(
        "config.json:1: invalid JSON: the file is empty;",
        Assert.Throws<BrokenDataException>(() => DkimConfiguration.Load(folder.Write("config.json", text))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("nul\u001b[2J")]
    [InlineData("{ \"ttl\": tru\u0007 }")]
    [InlineData("{ \u001b[2J }")]
    [InlineData("{ \"ttl\": \u009b }")]
    public void Quotes_from_a_broken_file_have_no_terminal_control_characters(string json)
    {
        var path = folder.Write("config.json", json);
        Printable.Require(Assert.Throws<BrokenDataException>(() => DkimConfiguration.Load(path)).Message);
    }

    // A JSON reader accepts these until the text is read.
    [Theory]
    [InlineData("{ \"\\ud800\": 5 }")]
    [InlineData("{ \"selector\": \"\\ud800\" }")]
    [InlineData("{ \"domains\": { \"\\udc00\": {} } }")]
    [InlineData("{ \"dns\": { \"servers\": [\"\\ud800\"] } }")]
    public void Half_a_character_in_a_text_is_an_error_of_the_file(string json)
    {
        var path = folder.Write("config.json", json);
        Assert.ThrowsAny<DkimException>(() => DkimConfiguration.Load(path));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_in_a_text_are_an_error_of_the_file()
    {
        var path = folder.Write("config.json", [.. "{ \"keyDirectory\": \"/schl"u8, 0xFC, .. "ssel\" }"u8]);
        Assert.ThrowsAny<DkimException>(() => DkimConfiguration.Load(path));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_reported()
    {
        foreach (var path in new[] { folder["nothing.json"], folder["no/folder.json"], folder.Path })
        {
            var exception = Assert.ThrowsAny<DkimException>(() => DkimConfiguration.Load(path));
            Assert.Equal(path == folder.Path ? typeof(InaccessibleException) : typeof(NotFoundException), exception.GetType());
            Assert.Equal(nameof(FindingTable.ConfigurationUnreadable), exception.Finding.Code);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_bytes_are_a_configuration_or_an_error_of_the_file()
    {
        Always.Holds(Any.Bytes, IsReadOrRefused, times: 300);
        Always.Holds(Any.Joined(Gen.Elements(Pieces)).Select(Encoding.UTF8.GetBytes), IsReadOrRefused, times: 2000);
    }

    public void Dispose() => folder.Dispose();

    private void IsReadOrRefused(byte[] content)
    {
        var path = folder.Write("config.json", content);
        var exception = Record.Exception(() => DkimConfiguration.Load(path));
        Assert.True(exception is null or DkimException, exception?.ToString());
        Printable.Require(exception?.Message ?? "");
    }

    private InvalidInputException Refusal(string json)
    {
        var path = folder.Write("config.json", json);
        return Assert.Throws<InvalidInputException>(() => DkimConfiguration.Load(path));
    }
}
