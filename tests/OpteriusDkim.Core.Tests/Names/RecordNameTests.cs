namespace OpteriusDkim.Tests;

public sealed class RecordNameTests
{
    [Fact]
    public void The_record_name_is_selector_domainkey_domain() =>
        Assert.Equal("2026.eu._domainkey.xn--mnchen-3ya.example", SampleName.Of("münchen.example", "2026.EU").Value);

    [Theory]
    [InlineData("example.com", "mail", "example.com", "mail._domainkey")]
    [InlineData("news.example.com", "mail", "example.com", "mail._domainkey.news")]
    [InlineData("a.b.example.com", "s.t", "example.com", "s.t._domainkey.a.b")]
    [InlineData("news.example.com", "mail", "news.example.com", "mail._domainkey")]
    public void A_name_relative_to_a_zone_lacks_the_zones_labels(string domain, string selector, string zone, string relative) =>
        Assert.Equal(relative, SampleName.Of(domain, selector).RelativeTo(DomainName.Parse(zone)));

    [Theory]
    [InlineData("example.com", "example.org")]
    [InlineData("example.com", "ample.com")]
    [InlineData("example.com", "news.example.com")]
    [InlineData("bexample.com", "example.com")]
    public void A_domain_outside_the_zone_is_refused(string domain, string zone)
    {
        var exception = Assert.Throws<InvalidInputException>(() => SampleName.Of(domain, "mail").RelativeTo(DomainName.Parse(zone)));
        Assert.Equal(nameof(FindingTable.ZoneOutside), exception.Finding.Code);
        Assert.Contains(domain, exception.Message, StringComparison.Ordinal);
        Assert.Contains(zone, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(236, null)]
    [InlineData(237, nameof(FindingTable.NameTooLong))]
    public void A_record_name_has_253_characters_at_most(int domainLength, string? code)
    {
        // mail._domainkey. has 16 characters, and one more for a selector of five.
        var domain = SampleName.DomainOfLength(domainLength);
        var exception = Record.Exception(() => SampleName.Of(domain, "mails"));
        Assert.Equal(code, (exception as InvalidInputException)?.Finding.Code);
    }

    [Fact]
    public void Names_of_the_same_domain_and_selector_are_equal() =>
        Assert.Equal(SampleName.Of("Example.com", "Mail"), SampleName.Of("example.com.", "mail"));
}
