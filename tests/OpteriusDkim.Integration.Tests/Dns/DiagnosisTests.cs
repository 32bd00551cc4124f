using System.Globalization;

namespace OpteriusDkim;

/// <summary>Wrong records, each published in BIND, and the cause that Test-DkimDns finds.</summary>
public sealed class DiagnosisTests() : ZoneTest("Ed25519")
{
    [Theory]
    [InlineData("NameDoubled", "mail._domainkey.z.example TXT \"{0}\"")]
    [InlineData("PublishedElsewhere", "mail TXT \"{0}\"")]
    [InlineData("ValueCut", "mail._domainkey TXT \"{1}\"")]
    [InlineData("ValueMistyped", "mail._domainkey TXT \"( \\\"{0}\\\" )\"")]
    [InlineData("ValueMistyped", "mail._domainkey TXT \"v=DKIM1; k=ed25519; p=-----BEGIN PUBLIC KEY-----\"")]
    [InlineData(
        "OldRecordBeside",
        "mail._domainkey TXT \"{0}\"\nmail._domainkey TXT \"v=DKIM1; k=ed25519; p=ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=\"")]
    [InlineData("OtherText", "mail._domainkey TXT \"{0}\"\nmail._domainkey TXT \"v=spf1 -all\"")]
    [InlineData("WildcardAnswers", "*._domainkey TXT \"v=spf1 -all\"")]
    [InlineData("AliasToNowhere", "mail._domainkey CNAME nowhere")]
    public void A_wrong_record_has_its_cause_and_the_value_to_enter(string code, string records)
    {
        var one = Address();
        Serve(one, string.Format(CultureInfo.InvariantCulture, records, Text, Text[..40]), one);

        var test = Session.Run($"Test-DkimDns {Domain} -Server {one} -Provider Cloudflare -Timeout 2");

        var finding = Findings(test).Single(found => found.Code == code);
        if (code != "WildcardAnswers")
        {
            Assert.Contains("Name:  mail._domainkey\n", finding.Advice, StringComparison.Ordinal);
            Assert.Contains($"Value: \"{Text}\"", finding.Advice, StringComparison.Ordinal);
            Assert.Contains($"dig '@{one}' mail._domainkey.z.example TXT", finding.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_selector_that_is_published_is_named()
    {
        var other = (string)Session.Run($"(New-DkimKey {Domain} other -Algorithm Ed25519).Record.Value").Objects.Single().BaseObject;
        var one = Address();
        Serve(one, "other._domainkey TXT " + other, one);

        var test = Session.Run($"Test-DkimDns {Domain} mail -Server {one} -Timeout 2");

        Assert.Contains("other", Findings(test).Single(found => found.Code == "OtherSelectorPublished").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_that_disagree_and_one_that_is_down_are_shown_as_rows()
    {
        var (ahead, lagging, stopped) = (Address(), Address(), Address());
        Serve(ahead, $"mail._domainkey TXT \"{Text}\"", ahead, lagging, stopped);
        Serve(lagging, "", ahead, lagging, stopped);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {ahead} -Timeout 1");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Equal(["ns1.z.example: Found", "ns2.z.example: NoSuchName", "ns3.z.example: Unreachable"], Servers(test));
        Assert.Contains(
            "ns2.z.example does not have it", Findings(test).Single(found => found.Code == "ServersDisagree").Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail._domainkey")]
    [InlineData("mail._domainkey CNAME keys\nkeys")]
    public void A_hidden_primary_that_is_ahead_is_found(string owner)
    {
        var (hidden, open) = (Address(), Address());
        Serve(hidden, $"{owner} TXT \"{Text}\"\nprimary A {hidden}", open);
        Serve(open, "primary A " + hidden, open);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {open} -Timeout 2");

        Assert.Contains(
            $"primary.z.example ({hidden})", Findings(test).Single(found => found.Code == "HiddenPrimaryAhead").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_ends_when_all_servers_have_the_record_and_reports_when_signing_is_safe()
    {
        var one = Address();
        Serve(one, $"mail._domainkey TXT \"{Text}\"", one);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Wait -Server {one} -Timeout 2");

        Assert.Equal("Verified", test["Status"]!.ToString());
        // The TTL, a second, a twentieth of the TTL, and the response time.
        Assert.InRange(((DateTime)test["SafeToSignAt"]! - (DateTime)test["CheckedAt"]!).TotalSeconds, 60 + 1 + 3, 60 + 1 + 3 + 10);
    }

    [Fact]
    public void A_wait_that_times_out_gives_the_last_state()
    {
        var one = Address();
        Serve(one, "", one);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Wait -WaitTimeout 1 -Server {one} -Timeout 1");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Contains("WaitEnded", Findings(test).Select(found => found.Code));
    }

    [Fact]
    public void Published_records_are_shown_for_any_selector_and_well_known_ones_are_found()
    {
        var one = Address();
        Serve(one, $"google._domainkey TXT \"{Text}\"\nfoo._domainkey TXT \"v=DKIM1; p=\"", one);

        var answers = Session.Run(
            $"Resolve-DkimRecord {Domain} foo -CommonSelectors -Server {one}; "
            + $"Resolve-DkimRecord {Domain} google -Tcp -Authoritative -Server {one}");

        Assert.Empty(answers.Errors);
        Assert.Equal(
            ["foo", "google", "google"],
            answers.Objects.Select(answer => (string)answer.Properties["Selector"].Value).Order(StringComparer.Ordinal));
        Assert.Contains("ns1.z.example", answers.Objects.Select(answer => answer.Properties["ServerName"].Value));
    }

    [Fact]
    public void Without_a_selector_a_domain_with_keys_elsewhere_is_an_error_with_advice()
    {
        var outcome = Session.Run("Resolve-DkimRecord nobody.example -Server 127.0.0.1");

        Assert.Equal(["SelectorsUnknown"], outcome.ErrorIds);
    }
}
