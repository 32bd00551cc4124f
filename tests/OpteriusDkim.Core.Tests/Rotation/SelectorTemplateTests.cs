namespace OpteriusDkim.Tests;

public sealed class SelectorTemplateTests
{
    private static readonly DateTime Day = new(2026, 1, 31, 23, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("{base}{number}", "mail", "", "mail2")]
    [InlineData("{base}{number}", "mail2", "", "mail3")]
    [InlineData("{base}{number}", "mail", "mail2 mail3 mail4", "mail5")]
    [InlineData("{base}{number}", "2026", "", "2027")]
    [InlineData("{base}-{number}", "mail", "", "mail-2")]
    [InlineData("{base}-{number}", "mail-9", "", "mail-10")]
    [InlineData("dkim{date}", "mail", "", "dkim20260131")]
    [InlineData("dkim{date}", "mail", "dkim20260131", "dkim20260131-2")]
    [InlineData("dkim{date}", "mail", "dkim20260131 dkim20260131-2", "dkim20260131-3")]
    [InlineData("{algorithm}{number}", "rsa7", "", "rsa8")]
    [InlineData("fixed", "mail", "", "fixed")]
    [InlineData("fixed", "fixed", "fixed", "fixed-2")]
    [InlineData("{base}{number}", "mail99999999999999999999", "", "mail2")]
    public void The_next_selector_follows_the_template_and_passes_over_what_is_taken(string template, string old, string taken, string next)
    {
        var names = taken.Split(' ');

        Assert.Equal(next, SelectorTemplate.Parse(template).Next(old, DkimKeyAlgorithm.Rsa, Day, names.Contains));
        Assert.True(Selector.TryParse(next, out _));
    }

    [Theory]
    [InlineData("{what}")]
    [InlineData("{base")]
    [InlineData("a b")]
    [InlineData("../{base}")]
    [InlineData("")]
    public void What_makes_no_selectors_is_refused(string template) =>
        Assert.Equal(nameof(FindingTable.SelectorTemplateInvalid), Assert.Throws<InvalidInputException>(() => SelectorTemplate.Parse(template)).Finding.Code);
}
