using System.Net;
using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>The prediction of what Rspamd signs matches its daemons, by version.</summary>
public sealed class RspamdRulesTests : IDisposable
{
    private static readonly IPAddress Outside = IPAddress.Parse("203.0.113.77");
    private static readonly RspamdSuffixes Suffixes = new(["com", "uk", "co.uk"]);
    private static readonly string[] SoundKeys = ["a.key", "b.key", "s.key", "pkcs1.pem", "ed.seed"];
    private static readonly Version PemOfEd25519 = new(3, 13, 2);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Cases() =>
        new(
            RspamdCaseTable.Versions.SelectMany(
                version => RspamdCaseTable.All.Where(one => one.Verdicts.ContainsKey(version)).Select(one => (version, one.Name))));

    [Fact]
    public void The_cases_are_numerous_enough() => Assert.All(
        RspamdCaseTable.Versions,
        version => Assert.InRange(RspamdCaseTable.All.Count(one => one.Verdicts.ContainsKey(version)), 100, int.MaxValue));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_prediction_matches_the_daemon(string version, string name)
    {
        var (one, configuration) = Read(version, name);
        var rules = RulesOf(configuration);
        foreach (var domain in one.Verdicts[version].Keys)
        {
            var predicted = RspamdCase.Ways.Select(
                way => $"{domain} {way}: {Shown(rules.Select(Mail(domain, way)), configuration.Version!)}");
            Assert.Equal(RspamdCase.Ways.Select(way => $"{domain} {way}: {one.VerdictOf(version, domain, way)}"), predicted);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_key_that_it_signs_with_is_named(string version, string name)
    {
        var (one, configuration) = Read(version, name);
        var rules = RulesOf(configuration);
        var used = one.Verdicts[version].Keys
            .SelectMany(domain => RspamdCase.Ways.SelectMany(way => rules.Select(Mail(domain, way)).Choices))
            .Where(choice => Signs(choice, configuration.Version!)).Select(choice => choice.KeyPath!).Distinct().ToArray();
        if (used.Length > 0 && !configuration.Signing.UsesVault)
        {
            var references = RspamdKeyReferences.Of(configuration, word => word, new SignerFiles(), null);
            Assert.All(used, path => Assert.Contains(references, reference => reference.Names(path)));
        }
    }

    public void Dispose() => folder.Dispose();

    private static RspamdMail Mail(string domain, string way)
    {
        var mail = new RspamdMail($"a@{domain}") { Recipient = "b@b.com" };
        return way switch
        {
            "host" => mail,
            "user" => mail with { User = mail.Address, Client = Outside },
            "name" => mail with { User = "a", Client = Outside },
            "other" => mail with { Client = Outside },
            "bounce" => mail with { Envelope = "" },
            _ => mail with { Envelope = "z@b.com" },
        };
    }

    private static string Shown(RspamdSelection selection, Version version) => string.Join(' ', selection.Choices
        .Where(choice => Signs(choice, version)).Select(choice => $"{choice.Selector}._domainkey.{choice.Domain}")
        .Order(StringComparer.Ordinal));

    private static bool Signs(RspamdChoice choice, Version version) => choice.KeyPath is ['/', ..] path
        && !path.Contains("/closed", StringComparison.Ordinal)
        && (SoundKeys.Contains(Path.GetFileName(path)) || (path.EndsWith("/ed.pem", StringComparison.Ordinal) && version >= PemOfEd25519))
        && (Path.GetFileName(path) != "s.key" || path.EndsWith("/a.com/s.key", StringComparison.Ordinal));

    private static RspamdRules RulesOf(RspamdConfiguration configuration) => new(
        configuration.Signing,
        new RspamdMaps(configuration.Signing, word => word, configuration.Version, new SignerFiles()),
        name => DomainName.TryParse(name, out var domain) ? Suffixes.RegisteredDomainOf(domain) : name);

    private (RspamdCase Case, RspamdConfiguration Configuration) Read(string version, string name)
    {
        var one = RspamdCaseTable.All.Single(one => one.Name == name);
        foreach (var (path, text) in one.Files)
        {
            folder.Write(path, RspamdCase.In(text, folder.Path));
        }

        using var document = JsonDocument.Parse(RspamdCase.In($$"""{ "dkim_signing": {{one.Section.GetRawText()}} }""", folder.Path));
        return (one, new RspamdConfiguration(document.RootElement, Version.Parse(version)));
    }
}
