using System.Text.RegularExpressions;

namespace OpteriusDkim.Tests;

/// <summary>The behaviour of regcomp(3) and regexec(3) of the GNU C library with REG_EXTENDED and REG_ICASE.</summary>
public sealed class PosixExpressionTests
{
    [Theory]
    [InlineData("^ab{1}{1}c$", "abc", true)]
    [InlineData("^a.*{2}$", "ab", true)]
    [InlineData("^ab{,2}c$", "abbc", true)]
    [InlineData("^ab{,2}c$", "abbbc", false)]
    [InlineData("^a{2}?$", "", true)]
    [InlineData("^(?:a)$", ":a", true)]
    [InlineData("^(?i)a$", "ia", true)]
    [InlineData("^(|*)a$", "a", true)]
    [InlineData("^[[:alpha:]]$", "q", true)]
    [InlineData("^[[:upper:]]$", "q", true)]
    [InlineData("^[^[:alpha:]]$", "q", false)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[\\]$", "\\", true)]
    [InlineData("^[[=e=]]$", "e", true)]
    [InlineData("^[[.-.]]$", "-", true)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^\\<a\\>$", "a", true)]
    [InlineData("^\\a$", "a", false)]
    [InlineData("^\\A$", "a", true)]
    [InlineData("^a}$", "a}", true)]
    public void An_expression_matches_as_in_the_C_library(string expression, string text, bool matches) =>
        Assert.Equal(
            matches,
            Regex.IsMatch(
                text,
                PosixExpression.Translate(expression, ignoresCase: true).Text,
                RegexOptions.IgnoreCase | RegexOptions.NonBacktracking));

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData("[[:bogus:]]")]
    [InlineData("a{2,1}")]
    [InlineData("a{x}")]
    [InlineData("a{40000}")]
    [InlineData("{1}")]
    [InlineData("a\\")]
    public void Expressions_that_the_C_library_refuses_are_refused(string expression) =>
        Assert.Throws<FormatException>(() => PosixExpression.Translate(expression, ignoresCase: true));

    [Theory]
    [InlineData("[[:upper:]]", "q", false)]
    [InlineData("[[:lower:]]", "q", true)]
    [InlineData("\\a", "a", true)]
    public void Case_matters_unless_it_is_ignored(string expression, string text, bool matches) =>
        Assert.Equal(matches, Regex.IsMatch(text, PosixExpression.Translate(expression, ignoresCase: false).Text));
}
