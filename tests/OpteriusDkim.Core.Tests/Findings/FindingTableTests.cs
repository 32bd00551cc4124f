using System.Reflection;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Tests;

public sealed partial class FindingTableTests
{
    private static readonly PropertyInfo[] Rows =
        [.. typeof(FindingTable).GetProperties().Where(property => property.PropertyType == typeof(FindingRule))];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Fact]
    public void Every_finding_is_listed_once() => Assert.Equal(
        Rows.Select(row => row.Name).Order(StringComparer.Ordinal), FindingTable.All.Select(rule => rule.Code));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_is_the_name_of_its_member(string name) => Assert.Equal(name, RuleOf(name).Code);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_message_and_advice_in_whole_sentences(string name)
    {
        var rule = RuleOf(name);
        Assert.Matches(@"^\S.*\.$", rule.Message);
        Assert.Matches(@"^\S.*[.}]$", rule.Advice);
        Assert.Equal(CountOf(rule.Message, '{'), PlaceholdersIn(rule.Message).Length);
        Printable.Require(rule.Message + rule.Advice);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_replace_all_placeholders(string name)
    {
        var rule = RuleOf(name);
        var finding = rule.With([.. PlaceholdersOf(rule).Select(placeholder => (placeholder, (object?)$"<{placeholder}>"))]);
        Assert.DoesNotContain('{', finding.Message + finding.Advice);
        Assert.All(
            PlaceholdersOf(rule),
            placeholder => Assert.Contains($"<{placeholder}>", finding.Message + finding.Advice, StringComparison.Ordinal));
        Assert.Equal((rule.Code, rule.Severity), (finding.Code, finding.Severity));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_placeholder_without_a_value_is_an_error(string name)
    {
        var rule = RuleOf(name);
        Assert.All(PlaceholdersOf(rule), missing => Assert.Throws<ArgumentException>(() => rule.With(
            [.. PlaceholdersOf(rule).Where(placeholder => placeholder != missing).Select(placeholder => (placeholder, (object?)""))])));
    }

    [Fact]
    public void A_value_that_looks_like_a_placeholder_is_not_changed()
    {
        var finding = FindingTable.InvalidDomain.With(("input", "{problem} {nothing}"), ("problem", "{input"));
        Assert.Equal("{problem} {nothing} is not a domain: {input.", finding.Message);
    }

    [Fact]
    public void A_full_stop_that_a_value_brings_along_is_not_doubled()
    {
        var finding = FindingTable.KeyUnreadable.With(("path", "/a."), ("reason", "Access is denied."));
        Assert.Equal("The key file /a. can't be read: Access is denied.", finding.Message);
    }

    [Fact]
    public void A_finding_shows_as_its_code_and_message() =>
        Assert.Equal("KeyDataMissing: The record has no p=, the public key.", FindingTable.KeyDataMissing.With().ToString());

    private static FindingRule RuleOf(string name) => (FindingRule)typeof(FindingTable).GetProperty(name)!.GetValue(null)!;

    private static int CountOf(string text, char wanted) => text.Count(c => c == wanted);

    private static string[] PlaceholdersOf(FindingRule rule) =>
        [.. PlaceholdersIn(rule.Message).Union(PlaceholdersIn(rule.Advice))];

    private static string[] PlaceholdersIn(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Terminal_control_characters_are_escaped_in_a_finding_and_line_breaks_are_kept()
    {
        var finding = FindingTable.KeyFileMissing.With(("path", "/x\u001b[2Jy\n/z\u202e"));

        Assert.Contains("/x\\u{1B}[2Jy\n/z\\u{202E}", finding.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{([a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
