using System.Globalization;

namespace OpteriusDkim.Tests;

public sealed class SelectorTemplateTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
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

        Assert.Equal(next, SelectorTemplate.Parse(template).Next(Domain, old, DkimKeyAlgorithm.Rsa, Day, names.Contains));
        Assert.True(Selector.TryParse(next, out _));
    }

    [Theory]
    [InlineData("{base}{number}", 63, "", 62, "2")]
    [InlineData("{base}{number}", 62, "", 62, "2")]
    [InlineData("{base}-{number}", 63, "", 61, "-2")]
    [InlineData("{base}{date}", 63, "", 55, "20260131")]
    [InlineData("{base}", 63, "a63", 61, "-2")]
    [InlineData("{base}{number}", 63, "a62+2 a62+3 a62+4 a62+5 a62+6 a62+7 a62+8 a62+9", 61, "10")]
    public void A_long_selector_is_cut_where_a_label_has_no_room(string template, int length, string taken, int kept, string end)
    {
        var names = taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text =>
            text.Split('+') is var parts ? new string('a', int.Parse(parts[0][1..], CultureInfo.InvariantCulture)) + string.Concat(parts.Skip(1)) : "");

        Assert.Equal(
            new string('a', kept) + end,
            SelectorTemplate.Parse(template).Next(Domain, new string('a', length), DkimKeyAlgorithm.Rsa, Day, names.Contains));
    }

    [Fact]
    public void A_selector_is_cut_where_the_name_of_the_record_has_no_room()
    {
        var domain = DomainOf(253 - "mail._domainkey.".Length);

        Assert.Equal("mai2", SelectorTemplate.Default.Next(domain, "mail", DkimKeyAlgorithm.Rsa, Day, _ => false));
    }

    [Theory]
    [InlineData("{base}{number}", "m")]
    [InlineData("dkim{date}", "mail")]
    public void Where_nothing_fits_there_is_no_next_selector(string template, string old)
    {
        var domain = DomainOf(253 - $"{old}._domainkey.".Length);

        Assert.Null(SelectorTemplate.Parse(template).Next(domain, old, DkimKeyAlgorithm.Rsa, Day, _ => false));
    }

    [Fact]
    public void A_template_that_has_grown_out_of_its_label_ends()
    {
        var template = new string('a', 62) + "{number}";

        Assert.Null(SelectorTemplate.Parse(template).Next(Domain, "mail", DkimKeyAlgorithm.Rsa, Day, _ => true));
    }

    [Theory]
    [InlineData("{what}")]
    [InlineData("{base")]
    [InlineData("a b")]
    [InlineData("../{base}")]
    [InlineData("")]
    public void What_makes_no_selectors_is_refused(string template) =>
        Assert.Equal(nameof(FindingTable.SelectorTemplateInvalid), Assert.Throws<InvalidInputException>(() => SelectorTemplate.Parse(template)).Finding.Code);

    private static DomainName DomainOf(int length) =>
        DomainName.Parse(string.Join('.', Enumerable.Repeat(new string('d', 49), 5))[..length]);
}
