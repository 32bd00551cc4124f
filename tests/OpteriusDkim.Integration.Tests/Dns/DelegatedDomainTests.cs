using System.Globalization;

namespace OpteriusDkim;

/// <summary>CNAMEs of a delegated domain in BIND, and what Test-DkimDns finds about them.</summary>
public sealed class DelegatedDomainTests() : ZoneTest("Ed25519")
{
    private const string Target = "mail.z.example.ours";
    private const string First = "mail._domainkey CNAME mail.z.example.ours\n";
    private const string Second = "s2._domainkey CNAME s2.z.example.ours\n";
    private const string Key = Target + " TXT \"{0}\"\n";

    [Theory]
    [InlineData(First + Second + Key, "Verified", "")]
    [InlineData(First + Second, "KeyGenerated", "DelegationTargetEmpty")]
    [InlineData(First + Key, "Verified", "DelegationMissing s2")]
    [InlineData(Second + Key, "KeyGenerated", "DelegationMissing mail")]
    [InlineData(First + "s2._domainkey CNAME elsewhere\n" + Key, "Verified", "DelegationElsewhere s2")]
    [InlineData("mail._domainkey CNAME elsewhere\n" + Second + Key, "KeyGenerated", "DelegationElsewhere mail")]
    [InlineData(First + "s2._domainkey CNAME s2.z.example.ours.z.example\n" + Key, "Verified", "DelegationTargetDoubled s2")]
    [InlineData(
        First + "s2._domainkey.z.example CNAME s2.z.example.ours\n" + Key,
        "Verified",
        "DelegationMissing s2, DelegationNameDoubled s2")]
    [InlineData(First + "s2._domainkey TXT \"v=DKIM1; p=\"\n" + Key, "Verified", "DelegationTextInstead s2")]
    [InlineData("mail._domainkey TXT \"{0}\"\n" + Second, "Verified", "DelegationTextInstead mail")]
    [InlineData("mail._domainkey CNAME via\nvia CNAME mail.z.example.ours\n" + Second + Key, "Verified", "")]
    public void Each_CNAME_of_the_set_is_checked(string records, string status, string expected)
    {
        var one = Address();
        Serve(one, string.Format(CultureInfo.InvariantCulture, records, Text), one);
        Delegate();

        foreach (var how in new[] { "", " -Authoritative" })
        {
            var test = Session.Run($"Test-DkimDns {Domain} -Server {one} -Provider Hetzner -Timeout 2{how}");

            Assert.Equal(status, test["Status"]!.ToString());
            var found = Findings(test).Where(finding => finding.Code.StartsWith("Delegation", StringComparison.Ordinal)).ToArray();
            Assert.Equal(expected, string.Join(", ", found.Select(finding => finding.Code == "DelegationTargetEmpty"
                ? finding.Code
                : $"{finding.Code} {(finding.Advice.Contains("Name:  s2._domainkey\n", StringComparison.Ordinal) ? "s2" : "mail")}")));
            Assert.All(found.Where(finding => finding.Code != "DelegationTargetEmpty"), finding => Assert.Matches(
                @"\nType:  CNAME\nValue: (s2|mail)\.z\.example\.ours\.z\.example\.\nIn a zone file:\n"
                + @"\1\._domainkey\.z\.example\. IN CNAME \1\.z\.example\.ours\.z\.example\.",
                finding.Advice));
        }
    }

    [Fact]
    public void Each_server_of_the_zone_is_asked_for_each_CNAME()
    {
        var (one, two) = (Address(), Address());
        var key = Key.Replace("{0}", Text, StringComparison.Ordinal);
        Serve(one, First + Second + key, one, two);
        Serve(two, First + key, one, two);
        Delegate();

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {one} -Timeout 2");

        Assert.Equal("Verified", test["Status"]!.ToString());
        var missing = Findings(test).Single(finding => finding.Code == "DelegationMissing");
        Assert.Contains("(ns2.z.example)", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_without_a_key_and_a_server_that_is_silent_are_reported()
    {
        var one = Address();
        Serve(one, First, one);
        Delegate();

        var test = Session.Run($"Remove-DkimKey {Domain} -Confirm:$false; Test-DkimDns {Domain} -Server {one} -Timeout 2");
        Assert.Equal("NotConfigured", test["Status"]!.ToString());
        Assert.Contains("DelegationMissing", Findings(test).Select(finding => finding.Code));

        var silent = Session.Run($"Test-DkimDns {Domain} -Server {Address()} -Timeout 1");
        Assert.Equal(
            ["DelegationUnchecked", "DelegationUnchecked"],
            Findings(silent).Select(finding => finding.Code).Where(code => code.StartsWith("Delegation", StringComparison.Ordinal)));
    }

    [Fact]
    public void Selectors_that_were_not_asked_for_are_not_checked()
    {
        var one = Address();
        Serve(one, First + Key.Replace("{0}", Text, StringComparison.Ordinal), one);
        Delegate();

        Assert.DoesNotContain(
            Findings(Session.Run($"Test-DkimDns {Domain} mail -Server {one} -Timeout 2")),
            finding => finding.Code.StartsWith("Delegation", StringComparison.Ordinal));
    }

    private void Delegate() => Sandbox.Configure("""
        "delegation": { "zone": "ours.z.example", "selectors": ["mail", "s2"] },
        """);
}
