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
    [InlineData(" ", "it contains a space")]
    [InlineData(".", "an empty label")]
    [InlineData("..", "an empty label")]
    [InlineData(".example.com", "an empty label")]
    [InlineData("example..com", "an empty label")]
    [InlineData("example.com..", "an empty label")]
    [InlineData("example", "only one label")]
    [InlineData("com.", "only one label")]
    [InlineData("_dmarc.example.com", "it contains '_'")]
    [InlineData("exa_mple.com", "it contains '_'")]
    [InlineData("-example.com", "hyphen")]
    [InlineData("example-.com", "hyphen")]
    [InlineData("example.com-", "hyphen")]
    [InlineData("example/mail.com", "it contains '/'")]
    [InlineData("../../etc/passwd", "an empty label")]
    [InlineData(@"example\mail.com", "it contains")]
    [InlineData("exa mple.com", "it contains a space")]
    [InlineData(" example.com", "it contains a space")]
    [InlineData("example.com\n", @"it contains '\u{A}'")]
    [InlineData("exa\tmple.com", @"it contains '\u{9}'")]
    [InlineData("example.com\0", @"it contains '\u{0}'")]
    [InlineData("\u001b[31m.com", @"it contains '\u{1B}'")]
    [InlineData("*.example.com", "it contains '*'")]
    [InlineData("%.example.com", "it contains '%'")]
    [InlineData("$(id).example.com", "it contains '$'")]
    [InlineData("user@example.com", "it contains '@'")]
    [InlineData("https://example.com", "it contains ':'")]
    [InlineData("example.com;", "it contains ';'")]
    [InlineData("192.0.2.1", "as in an IP address")]
    [InlineData("example.53", "as in an IP address")]
    [InlineData("2001:db8::1", "it contains ':'")]
    [InlineData("[192.0.2.1]", "it contains '['")]
    public void Anything_else_is_refused_with_the_reason(string? text, string problem)
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
    [InlineData("straße.example", "xn--strae-oqa.example")]
    [InlineData("STRASSE.straße.Example", "strasse.xn--strae-oqa.example")]
    [InlineData("STRAẞE.example", "xn--strae-oqa.example")]
    [InlineData("βόλος.example", "xn--nxasmm1c.example")]
    [InlineData("ｅxample.example", "example.example")]
    [InlineData("例え。example", "xn--r8jz45g.example")]
    public void The_form_to_type_is_shown(string text, string form)
    {
        var exception = Assert.Throws<InvalidInputException>(() => DomainName.Parse(text));

        Assert.EndsWith($"use its xn-- form: {form}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(form, DomainName.Parse(form).Value);
    }

    [Theory]
    [InlineData("ex\u202eample.com")]
    [InlineData("a\u0000ü.com")]
    [InlineData("ü..com")]
    [InlineData("ü_a.com")]
    public void A_name_that_IDNA_cannot_encode_is_refused(string text) => Assert.False(DomainName.TryParse(text, out _));

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
    public void Any_text_is_parsed_or_refused_with_a_message_without_terminal_control_characters()
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
