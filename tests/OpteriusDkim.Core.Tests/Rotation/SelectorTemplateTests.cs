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
    [InlineData("{base}{number}", "7", "", "8")]
    [InlineData("{base}-{number}", "mail-09", "", "mail-10")]
    [InlineData("{base}-{number}", "dkim-2026-01", "", "dkim-2026-01-2")]
    [InlineData("{base}{date}", "mail20251130", "", "mail20260131")]
    [InlineData("{base}{date}", "mail-2025-11", "", "mail20260131")]
    [InlineData("{base}-{number}", "mail", "", "mail-2")]
    [InlineData("{base}-{number}", "mail-9", "", "mail-10")]
    [InlineData("dkim{date}", "mail", "", "dkim20260131")]
    [InlineData("dkim{date}", "mail", "dkim20260131", "dkim20260131-2")]
    [InlineData("dkim{date}", "mail", "dkim20260131 dkim20260131-2", "dkim20260131-3")]
    [InlineData("{algorithm}{number}", "rsa7", "", "rsa8")]
    [InlineData("fixed", "mail", "", "fixed")]
    [InlineData("fixed", "fixed", "fixed", "fixed-2")]
    [InlineData("{base}{number}", "mail99999999999999999999", "", "mail2")]
    public void The_next_selector_follows_the_template_and_skips_those_in_use(string template, string old, string taken, string next)
    {
        var names = taken.Split(' ');

        Assert.Equal(next, SelectorTemplate.Parse(template).Next(Domain, old, DkimKeyAlgorithm.Rsa, Day, names.Contains));
        Assert.True(Selector.TryParse(next, out _));
    }

    [Theory]
    [InlineData("s09", "s10")]
    [InlineData("mail09", "mail10")]
    [InlineData("s99", "s100")]
    [InlineData("s099", "s100")]
    [InlineData("s0", "s1")]
    [InlineData("k1", "k2")]
    [InlineData("v001", "v002")]
    [InlineData("09", "10")]
    [InlineData("s09 s10", "s11")]
    [InlineData("s1.mail", "s1.mail2")]
    public void A_counter_keeps_its_width(string oldAndTaken, string next) => Follows(oldAndTaken, next);

    [Theory]
    [InlineData("dkim-2025-11", "dkim-2026-01")]
    [InlineData("dkim-2026-01", "dkim-2026-01-2")]
    [InlineData("dkim-2026-01-2", "dkim-2026-01-3")]
    [InlineData("dkim-2025-11-2", "dkim-2026-01")]
    [InlineData("dkim-2025-11 dkim-2026-01 dkim-2026-01-2", "dkim-2026-01-3")]
    [InlineData("20251130", "20260131")]
    [InlineData("s20251130a", "s20260131a")]
    [InlineData("2025-11-30", "2026-01-31")]
    [InlineData("2025.11.30", "2026.01.31")]
    [InlineData("key-2025_11", "key-2026_01")]
    [InlineData("202511", "202601")]
    [InlineData("mail202511", "mail202601")]
    [InlineData("251130", "260131")]
    [InlineData("s2511", "s2601")]
    [InlineData("30-11-2025", "31-01-2026")]
    [InlineData("11-2025", "01-2026")]
    [InlineData("30112025", "31012026")]
    [InlineData("nov2025", "jan2026")]
    [InlineData("Nov2025", "Jan2026")]
    [InlineData("november-2025", "january-2026")]
    [InlineData("2025nov", "2026jan")]
    [InlineData("2026jan", "2026jan-2")]
    [InlineData("2026jan-2", "2026jan-3")]
    [InlineData("nov25", "jan26")]
    [InlineData("2025q4", "2026q1")]
    [InlineData("q4-2025", "q1-2026")]
    [InlineData("2025Q4", "2026Q1")]
    [InlineData("2025h2", "2026h1")]
    [InlineData("2025w48", "2026w05")]
    [InlineData("mail2025", "mail2026")]
    [InlineData("2026", "2026-2")]
    [InlineData("2026-2", "2026-3")]
    [InlineData("2025113001", "2026013101")]
    [InlineData("2026013101", "2026013102")]
    [InlineData("dkim1764174780", "dkim1769900400")]
    [InlineData("202511301530", "202601312300")]
    [InlineData("mail-20251130.eu", "mail-20260131.eu")]
    public void A_date_moves_to_today_in_its_own_form(string oldAndTaken, string next) => Follows(oldAndTaken, next);

    [Theory]
    [InlineData("rsa2048", "rsa2048-2")]
    [InlineData("rsa2048-2", "rsa2048-3")]
    [InlineData("rsa-2048", "rsa-2048-2")]
    [InlineData("dkim-1024", "dkim-1024-2")]
    [InlineData("dkim1024", "dkim1024-2")]
    [InlineData("4096", "4096-2")]
    [InlineData("ed25519", "ed25519-2")]
    [InlineData("ed25519-09", "ed25519-10")]
    [InlineData("mail-ed25519", "mail-ed25519-2")]
    [InlineData("sha256", "sha256-2")]
    [InlineData("mldsa44", "mldsa44-2")]
    [InlineData("rsa1", "rsa2")]
    [InlineData("rsa2048s1", "rsa2048s2")]
    [InlineData("mail32048", "mail32049")]
    [InlineData("s9999", "s10000")]
    [InlineData("s1313", "s1314")]
    public void An_algorithm_or_a_size_is_not_counted(string oldAndTaken, string next) => Follows(oldAndTaken, next);

    [Theory]
    [InlineData("{base}{number}", 63, "", 62, "2")]
    [InlineData("{base}{number}", 62, "", 62, "2")]
    [InlineData("{base}-{number}", 63, "", 61, "-2")]
    [InlineData("{base}{date}", 63, "", 55, "20260131")]
    [InlineData("{base}", 63, "a63", 61, "-2")]
    [InlineData("{base}{number}", 63, "a62+2 a62+3 a62+4 a62+5 a62+6 a62+7 a62+8 a62+9", 61, "10")]
    public void A_selector_too_long_for_a_label_is_truncated(string template, int length, string taken, int kept, string end)
    {
        var names = taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text =>
            text.Split('+') is var parts
                ? new string('a', int.Parse(parts[0][1..], CultureInfo.InvariantCulture)) + string.Concat(parts.Skip(1))
                : "");

        Assert.Equal(
            new string('a', kept) + end,
            SelectorTemplate.Parse(template).Next(Domain, new string('a', length), DkimKeyAlgorithm.Rsa, Day, names.Contains));
    }

    [Fact]
    public void A_selector_too_long_for_the_record_name_is_truncated()
    {
        var domain = DomainOf(253 - "mail._domainkey.".Length);

        Assert.Equal("mai2", SelectorTemplate.Default.Next(domain, "mail", DkimKeyAlgorithm.Rsa, Day, _ => false));
    }

    [Theory]
    [InlineData("{base}{number}", "m")]
    [InlineData("dkim{date}", "mail")]
    public void No_next_selector_exists_if_none_fits(string template, string old)
    {
        var domain = DomainOf(253 - $"{old}._domainkey.".Length);

        Assert.Null(SelectorTemplate.Parse(template).Next(domain, old, DkimKeyAlgorithm.Rsa, Day, _ => false));
    }

    [Fact]
    public void A_template_that_exceeds_a_label_ends()
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
    public void An_invalid_selector_template_is_refused(string template) =>
        Assert.Equal(
            nameof(FindingTable.SelectorTemplateInvalid),
            Assert.Throws<InvalidInputException>(() => SelectorTemplate.Parse(template)).Finding.Code);

    private static void Follows(string oldAndTaken, string next)
    {
        var names = oldAndTaken.Split(' ');

        Assert.Equal(next, SelectorTemplate.Default.Next(Domain, names[0], DkimKeyAlgorithm.Rsa, Day, names.Contains));
    }

    private static DomainName DomainOf(int length) =>
        DomainName.Parse(string.Join('.', Enumerable.Repeat(new string('d', 49), 5))[..length]);
}
