namespace OpteriusDkim.Tests;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("", "")]
    [InlineData("münchen 日本語", "münchen 日本語")]
    [InlineData("😀", "😀")]
    [InlineData("a\nb", @"a\u{A}b")]
    [InlineData("\u001b[31mred", @"\u{1B}[31mred")]
    [InlineData("\u009b31m", @"\u{9B}31m")]
    [InlineData("a\u202eb", @"a\u{202E}b")]
    [InlineData("a\u2066b\u2069", @"a\u{2066}b\u{2069}")]
    [InlineData("\ufeffx", @"\u{FEFF}x")]
    [InlineData("x\u2028y", @"x\u{2028}y")]
    [InlineData("\ue000", @"\u{E000}")]
    [InlineData("\U000e0041", @"\u{DB40}\u{DC41}")]
    [InlineData("\0", @"\u{0}")]
    public void Control_and_invisible_characters_are_escaped_and_the_rest_is_kept(string text, string clean) =>
        Assert.Equal(clean, PrintableText.Clean(text));

    // Attributes are kept as UTF-8, which has no unpaired surrogates.
    [Fact]
    public void An_unpaired_surrogate_is_escaped()
    {
        Assert.Equal(@"\u{D800}x", PrintableText.Clean("\ud800x"));
        Assert.Equal(@"x\u{DC00}", PrintableText.Clean("x\udc00"));
        Assert.Equal(@"\u{DC00}\u{D800}", PrintableText.Clean("\udc00\ud800"));
    }

    [Theory]
    [InlineData(null, "''")]
    [InlineData("", "''")]
    [InlineData("mail", "'mail'")]
    [InlineData("a\rb", @"'a\u{D}b'")]
    public void A_quote_is_in_quotation_marks(string? text, string quote) => Assert.Equal(quote, PrintableText.Quote(text));

    [Theory]
    [InlineData(80, "'")]
    [InlineData(81, "…' (81 characters)")]
    [InlineData(100_000, "…' (100000 characters)")]
    public void A_quote_is_truncated_visibly_after_80_characters(int length, string end)
    {
        var quote = PrintableText.Quote(new string('x', length));
        Assert.EndsWith("x" + end, quote, StringComparison.Ordinal);
        Assert.Equal(80, quote.Count(c => c == 'x'));
    }

    [Fact]
    public void Any_text_is_shown_without_terminal_control_characters() => Always.Holds(Any.Text, text =>
    {
        Printable.Require(PrintableText.Clean(text));
        Printable.Require(PrintableText.Quote(text));
        Assert.Equal(PrintableText.Clean(text), PrintableText.Clean(PrintableText.Clean(text)));
    });
}
