namespace OpteriusDkim.Tests;

/// <summary>
/// Which addresses a pattern of a refile can match; the daemon's verdicts are in OpenDkimExpressionCases and OpenDkimMailRuleCases.
/// </summary>
public sealed class OpenDkimPatternTests
{
    [Theory]
    [InlineData("[[:alpha:]]*@example.org", "example.com", false)]
    [InlineData("[[:alpha:]]*@example.org", "example.org", true)]
    [InlineData("[[:alpha:]]*@EXAMPLE.org", "example.org", true)]
    [InlineData("[^@]x*@example.org", "example.com", false)]
    [InlineData("[]@]x*@example.org", "example.com", false)]
    [InlineData("[[:alpha:]@]*@example.org", "example.com", false)]
    [InlineData("(a|b)*@example.org", "example.com", false)]
    [InlineData("(a|b)*@example.(org|net)", "example.com", false)]
    [InlineData("(a|b)*@example.(org|net)", "example.net", true)]
    [InlineData("(a|b)*@*.example.org", "example.com", false)]
    [InlineData("(a|b)*@*.example.org", "sub.example.org", true)]
    [InlineData("(a|b)*@[a-z]xample.org", "example.org", true)]
    [InlineData("(a|b)\\@example.org", "example.com", false)]
    [InlineData("(a|b)*@(e)xampl\\1.org", "example.com", true)]
    [InlineData("(a)*@example.org", "notexample.org", false)]
    [InlineData("(a|b)@*", "example.com", true)]
    [InlineData("(a|b)*", "example.com", true)]
    [InlineData("(a@example.org)|(b@example.net)", "example.com", true)]
    [InlineData("a@example.org|b@example.net", "example.com", true)]
    [InlineData("(a)@?example.org", "example.com", true)]
    [InlineData("(a@example.org", "example.org", false)]
    [InlineData("(a)\\1*@example.org", "example.com", true)]
    public void An_expression_matches_only_where_its_domain_does(string pattern, string domain, bool touches) =>
        Assert.Equal(touches, OpenDkimPattern.Parse(pattern).MayMatch(domain));

    [Theory]
    [InlineData("*@(e)xampl\\1.com", "u@example.com", true)]
    [InlineData("*@(x)ampl\\1.com", "u@example.com", false)]
    [InlineData("(*)@\\1.com", "example@example.com", true)]
    [InlineData("(*)@\\1.com", "other@example.com", false)]
    [InlineData("*@((e))xampl\\2.com", "u@example.com", true)]
    public void A_back_reference_repeats_its_group(string pattern, string address, bool matches) =>
        Assert.Equal(matches, OpenDkimPattern.Parse(pattern).IsMatch(address));

    [Theory]
    [InlineData("u@(e)xample\\2.com")]
    [InlineData("(\\1)@example.com")]
    [InlineData("\\1(a)@example.com")]
    public void A_back_reference_to_a_group_that_has_not_ended_is_broken(string pattern) =>
        Assert.True(OpenDkimPattern.Parse(pattern).IsBroken);
}
