namespace OpteriusDkim.Tests;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("news.example.co.uk", "news.example.co.uk")]
    [InlineData("1and1.example", "1and1.example")]
    [InlineData("a--b.example", "a--b.example")]
    [InlineData("münchen.example", "xn--mnchen-3ya.example")]
    [InlineData("MÜNCHEN.Example.", "xn--mnchen-3ya.example")]
    [InlineData("mu\u0308nchen.example", "xn--mnchen-3ya.example")]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example")]
    [InlineData("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example")]
    [InlineData("xn--strae-oqa.example", "xn--strae-oqa.example")]
    [InlineData("日本語.example", "xn--wgv71a119e.example")]
    public void A_domain_is_kept_in_lower_case_and_as_A_labels(string text, string value)
    {
        Assert.Equal(value, DomainName.Parse(text).Value);
        Assert.True(DomainName.TryParse(text, out var domain));
        Assert.Equal(value, domain.ToString());
    }

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("", "it is empty")]
    [InlineData(" ", "' ' can't stand in it")]
    [InlineData(".", "an empty label")]
    [InlineData("..", "an empty label")]
    [InlineData(".example.com", "an empty label")]
    [InlineData("example..com", "an empty label")]
    [InlineData("example.com..", "an empty label")]
    [InlineData("example", "one label only")]
    [InlineData("com.", "one label only")]
    [InlineData("_dmarc.example.com", "'_' can't stand in it")]
    [InlineData("exa_mple.com", "'_' can't stand in it")]
    [InlineData("-example.com", "hyphen")]
    [InlineData("example-.com", "hyphen")]
    [InlineData("example.com-", "hyphen")]
    [InlineData("example/mail.com", "'/' can't stand in it")]
    [InlineData("../../etc/passwd", "an empty label")]
    [InlineData(@"example\mail.com", "can't stand in it")]
    [InlineData("exa mple.com", "' ' can't stand in it")]
    [InlineData(" example.com", "' ' can't stand in it")]
    [InlineData("example.com\n", @"'\u{A}' can't stand in it")]
    [InlineData("exa\tmple.com", @"'\u{9}' can't stand in it")]
    [InlineData("example.com\0", @"'\u{0}' can't stand in it")]
    [InlineData("\u001b[31m.com", @"'\u{1B}' can't stand in it")]
    [InlineData("*.example.com", "'*' can't stand in it")]
    [InlineData("%.example.com", "'%' can't stand in it")]
    [InlineData("$(id).example.com", "'$' can't stand in it")]
    [InlineData("user@example.com", "'@' can't stand in it")]
    [InlineData("https://example.com", "':' can't stand in it")]
    [InlineData("example.com;", "';' can't stand in it")]
    [InlineData("192.0.2.1", "as in an IP address")]
    [InlineData("example.53", "as in an IP address")]
    [InlineData("2001:db8::1", "':' can't stand in it")]
    [InlineData("[192.0.2.1]", "'[' can't stand in it")]
    public void Anything_else_is_refused_and_the_message_says_why(string? text, string problem)
    {
        var exception = Assert.Throws<InvalidInputException>(() => DomainName.Parse(text));
        Assert.Equal(nameof(FindingTable.InvalidDomain), exception.Finding.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, exception.Subject);
        Assert.False(DomainName.TryParse(text, out _));
    }

    [Theory]
    [InlineData("straße.example")]
    [InlineData("βόλος.example")]
    [InlineData("क्\u200dष.example")]
    [InlineData("نامه\u200cای.example")]
    [InlineData("STRAẞE.example")]
    [InlineData("ｅxample.example")]
    [InlineData("例え。example")]
    [InlineData("e\u00adxample.example")]
    public void Characters_that_IDNA_reads_in_more_than_one_way_are_refused_with_advice_to_write_xn(string text)
    {
        var exception = Assert.Throws<InvalidInputException>(() => DomainName.Parse(text));
        Assert.Contains("xn--", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ex\u202eample.com")]
    [InlineData("a\u0000ü.com")]
    [InlineData("ü..com")]
    [InlineData("ü_a.com")]
    public void What_IDNA_cannot_encode_is_refused(string text) => Assert.False(DomainName.TryParse(text, out _));

    [Fact]
    public void An_unpaired_surrogate_is_refused() => Assert.False(DomainName.TryParse("\ud800.example", out _));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_63_characters_at_most(int length, bool taken) =>
        Assert.Equal(taken, DomainName.TryParse(new string('a', length) + ".example", out _));

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_name_has_253_characters_at_most(int length, bool taken)
    {
        var text = SampleName.DomainOfLength(length);
        Assert.Equal(length, text.Length);
        Assert.Equal(taken, DomainName.TryParse(text, out _));
        Assert.Equal(taken, DomainName.TryParse(text + ".", out _));
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.example", "münchen.example")]
    [InlineData("example.com", "example.com")]
    public void Its_Unicode_form_is_for_people(string text, string unicode) =>
        Assert.Equal(unicode, DomainName.Parse(text).Unicode);

    [Fact]
    public void Two_spellings_of_one_domain_are_equal() =>
        Assert.Equal(DomainName.Parse("münchen.example"), DomainName.Parse("XN--mnchen-3ya.EXAMPLE."));

    [Fact]
    public void Any_text_is_parsed_or_refused_with_a_message_that_cannot_act_on_a_terminal()
    {
        Always.Holds(Any.Text, IsParsedOrRefused);
        Always.Holds(Any.NearName, IsParsedOrRefused, times: 3000);
    }

    private static void IsParsedOrRefused(string text)
    {
        try
        {
            var domain = DomainName.Parse(text);
            Assert.Equal(domain, DomainName.Parse(domain.Value));
            Assert.Matches("^[a-z0-9.-]{3,253}$", domain.Value);
            Assert.DoesNotContain("..", domain.Value, StringComparison.Ordinal);
            Assert.NotEmpty(domain.Unicode);
        }
        catch (InvalidInputException exception)
        {
            Printable.Require(exception.Message);
            Printable.Require(exception.Finding.Advice);
        }
    }
}
