namespace OpteriusDkim.Tests;

public sealed class StatusTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(DkimDnsStatus.NotConfigured, "Not configured")]
    [InlineData(DkimDnsStatus.KeyGenerated, "Key generated \u2014 DNS not verified")]
    [InlineData(DkimDnsStatus.Verified, "DNS verified")]
    [InlineData(DkimDnsStatus.Mismatch, "DNS mismatch")]
    public void Each_status_has_its_text(DkimDnsStatus status, string text) =>
        Assert.Equal(text, new DkimDnsTest(Domain, null, status, Now).StatusText);

    [Fact]
    public void There_are_exactly_four() => Assert.Equal(4, Enum.GetValues<DkimDnsStatus>().Length);

    [Fact]
    public void A_domain_without_a_key_is_not_configured()
    {
        var test = Verification.OfMissingKey(Domain, null, [], "/keys", Now);
        Assert.Equal((DkimDnsStatus.NotConfigured, null, null), (test.Status, test.Selector, test.Name));
        var finding = Assert.Single(test.Findings);
        Assert.Equal(nameof(FindingTable.NotConfigured), finding.Code);
        Assert.Contains("New-DkimKey -Domain example.com", finding.Advice, StringComparison.Ordinal);
        Assert.Equal("example.com: Not configured", test.ToString());
    }

    [Fact]
    public void A_selector_without_a_key_is_not_configured_and_the_existing_keys_are_named()
    {
        var test = Verification.OfMissingKey(Domain, Selector.Parse("new"), [Selector.Parse("mail"), Selector.Parse("old")], "/keys", Now);
        Assert.Equal((DkimDnsStatus.NotConfigured, "new", "new._domainkey.example.com"), (test.Status, test.Selector, test.Name));
        var finding = Assert.Single(test.Findings);
        Assert.Equal(nameof(FindingTable.SelectorNotConfigured), finding.Code);
        Assert.Contains("mail, old", finding.Message, StringComparison.Ordinal);
    }
}
