namespace OpteriusDkim.Tests;

public sealed class SelectorTests
{
    [Theory]
    [InlineData("mail", "mail")]
    [InlineData("MAIL", "mail")]
    [InlineData("2026.EU", "2026.eu")]
    [InlineData("20260301", "20260301")]
    [InlineData("s_1", "s_1")]
    [InlineData("_x_", "_x_")]
    [InlineData("a-b", "a-b")]
    [InlineData("k1._domainkey", "k1._domainkey")]
    public void A_selector_is_kept_in_lower_case(string text, string value)
    {
        Assert.Equal(value, Selector.Parse(text).Value);
        Assert.True(Selector.TryParse(text, out var selector));
        Assert.Equal(value, selector.ToString());
    }

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("", "it is empty")]
    [InlineData(".", "an empty label")]
    [InlineData("..", "an empty label")]
    [InlineData("mail.", "an empty label")]
    [InlineData(".mail", "an empty label")]
    [InlineData("a..b", "an empty label")]
    [InlineData("-mail", "hyphen")]
    [InlineData("mail-", "hyphen")]
    [InlineData("a/b", "it contains '/'")]
    [InlineData("../mail", "an empty label")]
    [InlineData("ma il", "it contains a space")]
    [InlineData("mail\n", @"it contains '\u{A}'")]
    [InlineData("mail\0", @"it contains '\u{0}'")]
    [InlineData("mäil", "it contains 'ä'")]
    [InlineData("mail*", "it contains '*'")]
    [InlineData("$selector", "it contains '$'")]
    [InlineData("%s", "it contains '%'")]
    [InlineData("ma\u202eil", @"it contains '\u{202E}'")]
    public void Anything_else_is_refused_with_the_reason(string? text, string problem)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Selector.Parse(text));
        Assert.Equal(nameof(FindingTable.InvalidSelector), exception.Finding.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.False(Selector.TryParse(text, out _));
    }

    // U+212A, the Kelvin sign, has k as its lower-case letter.
    [Fact]
    public void A_letter_outside_ASCII_is_refused_even_where_its_lower_case_is_in_it() =>
        Assert.False(Selector.TryParse("mar\u212at", out _));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_63_characters_at_most(int length, bool taken) =>
        Assert.Equal(taken, Selector.TryParse(new string('a', length), out _));

    [Fact]
    public void Any_text_is_parsed_or_refused_with_a_message_without_terminal_control_characters()
    {
        Always.Holds(Any.Text, IsParsedOrRefused);
        Always.Holds(Any.NearName, IsParsedOrRefused, times: 2000);
    }

    private static void IsParsedOrRefused(string text)
    {
        try
        {
            var selector = Selector.Parse(text);
            Assert.Equal(selector, Selector.Parse(selector.Value));
            Assert.Matches("^[a-z0-9._-]{1,253}$", selector.Value);
        }
        catch (InvalidInputException exception)
        {
            Printable.Require(exception.Message);
        }
    }
}
