using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>How records go wrong, each published so in BIND, and the cause that Test-DkimDns proves.</summary>
public sealed class DiagnosisTests : IDisposable
{
    private const string Domain = "z.example";

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private readonly List<IDisposable> used = [];
    private readonly string text;

    public DiagnosisTests()
    {
        Assert.SkipWhen((NameServer.Missing ?? LoopbackAddress.Missing) is not null, NameServer.Missing ?? LoopbackAddress.Missing ?? "");
        session = new ModuleSession(sandbox);
        text = (string)session.Run($"(New-DkimKey {Domain} -Algorithm Ed25519).Record.Strings -join ''").Objects.Single().BaseObject;
    }

    public void Dispose()
    {
        used.Reverse();
        used.ForEach(item => item.Dispose());
        session?.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("NameDoubled", "mail._domainkey.z.example TXT \"{0}\"")]
    [InlineData("PublishedElsewhere", "mail TXT \"{0}\"")]
    [InlineData("ValueCut", "mail._domainkey TXT \"{1}\"")]
    [InlineData("ValueMistyped", "mail._domainkey TXT \"( \\\"{0}\\\" )\"")]
    [InlineData("ValueMistyped", "mail._domainkey TXT \"v=DKIM1; k=ed25519; p=-----BEGIN PUBLIC KEY-----\"")]
    [InlineData("OldRecordBeside", "mail._domainkey TXT \"{0}\"\nmail._domainkey TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"")]
    [InlineData("OtherText", "mail._domainkey TXT \"{0}\"\nmail._domainkey TXT \"v=spf1 -all\"")]
    [InlineData("WildcardAnswers", "*._domainkey TXT \"v=spf1 -all\"")]
    [InlineData("AliasToNowhere", "mail._domainkey CNAME nowhere")]
    public void A_record_that_went_wrong_has_its_cause_and_what_to_enter(string code, string records)
    {
        var one = Address();
        Serve(one, string.Format(CultureInfo.InvariantCulture, records, text, text[..40]), one);

        var test = session.Run($"Test-DkimDns {Domain} -Server {one} -Provider Cloudflare -Timeout 2");

        var finding = Findings(test).Single(found => found.Code == code);
        if (code != "WildcardAnswers")
        {
            Assert.Contains("Name:  mail._domainkey\n", finding.Advice, StringComparison.Ordinal);
            Assert.Contains($"Value: \"{text}\"", finding.Advice, StringComparison.Ordinal);
            Assert.Contains($"dig @{one} mail._domainkey.z.example TXT", finding.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_selector_that_is_published_is_named()
    {
        var other = (string)session.Run($"(New-DkimKey {Domain} other -Algorithm Ed25519).Record.Value").Objects.Single().BaseObject;
        var one = Address();
        Serve(one, "other._domainkey TXT " + other, one);

        var test = session.Run($"Test-DkimDns {Domain} mail -Server {one} -Timeout 2");

        Assert.Contains("other", Findings(test).Single(found => found.Code == "OtherSelectorPublished").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_that_disagree_and_one_that_is_down_are_shown_as_rows()
    {
        var (ahead, lagging, stopped) = (Address(), Address(), Address());
        Serve(ahead, $"mail._domainkey TXT \"{text}\"", ahead, lagging, stopped);
        Serve(lagging, "", ahead, lagging, stopped);

        var test = session.Run($"Test-DkimDns {Domain} -Authoritative -Server {ahead} -Timeout 1");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Equal(["ns1.z.example: Found", "ns2.z.example: NoSuchName", "ns3.z.example: Timeout"], ((IList)test["Servers"]!).Cast<object>().Select(server => server.ToString()));
        Assert.Contains("ns2.z.example does not have it", Findings(test).Single(found => found.Code == "ServersDisagree").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_primary_that_is_ahead_is_found()
    {
        var (hidden, open) = (Address(), Address());
        Serve(hidden, $"mail._domainkey TXT \"{text}\"\nprimary A {hidden}", open);
        Serve(open, "primary A " + hidden, open);

        var test = session.Run($"Test-DkimDns {Domain} -Authoritative -Server {open} -Timeout 2");

        Assert.Contains($"primary.z.example ({hidden})", Findings(test).Single(found => found.Code == "HiddenPrimaryAhead").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_ends_when_all_servers_have_it_and_says_when_it_is_safe_to_sign()
    {
        var one = Address();
        Serve(one, $"mail._domainkey TXT \"{text}\"", one);

        var test = session.Run($"Test-DkimDns {Domain} -Authoritative -Wait -Server {one} -Timeout 2");

        Assert.Equal("Verified", test["Status"]!.ToString());
        Assert.Equal(60, ((DateTime)test["SafeToSignAt"]! - (DateTime)test["CheckedAt"]!).TotalSeconds);
    }

    [Fact]
    public void A_wait_that_is_over_gives_the_last_state()
    {
        var one = Address();
        Serve(one, "", one);

        var test = session.Run($"Test-DkimDns {Domain} -Authoritative -Wait -WaitTimeout 1 -Server {one} -Timeout 1");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Contains("WaitEnded", Findings(test).Select(found => found.Code));
    }

    [Fact]
    public void What_is_live_is_shown_for_any_selector_and_well_known_ones_are_found()
    {
        var one = Address();
        Serve(one, $"google._domainkey TXT \"{text}\"\nfoo._domainkey TXT \"v=DKIM1; p=\"", one);

        var answers = session.Run($"Resolve-DkimRecord {Domain} foo -CommonSelectors -Server {one}; Resolve-DkimRecord {Domain} google -Tcp -Authoritative -Server {one}");

        Assert.Empty(answers.Errors);
        Assert.Equal(["foo", "google", "google"], answers.Objects.Select(answer => (string)answer.Properties["Selector"].Value).Order(StringComparer.Ordinal));
        Assert.Contains("ns1.z.example", answers.Objects.Select(answer => answer.Properties["ServerName"].Value));
    }

    [Fact]
    public void Without_a_selector_a_domain_whose_keys_are_elsewhere_is_an_error_that_says_what_to_give()
    {
        var outcome = session.Run("Resolve-DkimRecord nobody.example -Server 127.0.0.1");

        Assert.Equal(["SelectorsUnknown"], outcome.ErrorIds);
    }

    private static IEnumerable<(string Code, string Message, string Advice)> Findings(Outcome test) =>
        ((IList)test["Findings"]!).Cast<object>().Select(PSObject.AsPSObject).Select(finding => (
            (string)finding.Properties["Code"].Value, (string)finding.Properties["Message"].Value, (string)finding.Properties["Advice"].Value));

    private LoopbackAddress Address()
    {
        var address = new LoopbackAddress();
        used.Add(address);
        return address;
    }

    private void Serve(LoopbackAddress address, string records, params LoopbackAddress[] servers) => used.Add(NameServer.StartAt(
        sandbox.In("bind" + used.Count.ToString(CultureInfo.InvariantCulture)), address, "", "", (Domain, $"""
            $TTL 300
            @ SOA primary hostmaster 1 3600 600 86400 60
            {string.Join('\n', servers.Select((server, index) => $"@ NS ns{index + 1}\nns{index + 1} A {server}"))}
            {records}
            """)));
}
