using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>Which of several patterns Rspamd uses; measured with Rspamd 3.4 for a signing_table with one line per pattern.</summary>
public sealed class RspamdMapTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("*ob@a.com *@a.com", "*@a.com")]
    [InlineData("*ob@a.com ?ob@a.com *@a.com", "*@a.com")]
    [InlineData("*ob@a.com *@a.com ?ob@a.com", "*@a.com")]
    [InlineData("?ob@a.com *@a.com *ob@a.com", "*@a.com")]
    [InlineData("*ob@a.com ?ob@a.com", "*ob@a.com")]
    [InlineData("?ob@a.com *ob@a.com", "?ob@a.com")]
    [InlineData("*bob@a.com bob@a.com *@a.com", "*@a.com")]
    [InlineData("*ob@a.com b*b@a.com *@a.com", "*ob@a.com")]
    [InlineData("*ob@a.com b?b@a.com *@a.com", "b?b@a.com")]
    [InlineData("b*@a.com *@a.com", "b*@a.com")]
    [InlineData("b*@a.com ?ob@a.com *@a.com", "b*@a.com")]
    [InlineData("*o*@a.com ?ob@a.com *@a.com", "*o*@a.com")]
    [InlineData("*bob@a.com *@a.com bo?@a.com", "*@a.com")]
    [InlineData("bo?@a.com bob@a.com", "bo?@a.com")]
    [InlineData("bob@a.com ?*@a.com", "?*@a.com")]
    [InlineData("*@b.com *ob@a.com ?*@a.com", "?*@a.com")]
    [InlineData("*ob@a.com *b@a.com b?b@a.com ?*@a.com", "*b@a.com")]
    public void Of_equal_patterns_the_first_one_that_the_engine_finds_counts(string patterns, string expected)
    {
        var path = folder.Write("map", string.Concat(patterns.Split(' ').Select(pattern => $"{pattern} k\n")));
        var value = JsonSerializer.SerializeToElement(path);
        var map = RspamdMap.Of(value, "here", RspamdMapKind.Glob, RspamdMapRules.Of(new Version(3, 4)), new SignerFiles());

        Assert.Equal(expected, map!.Find("bob@a.com")?.Key);
    }

    [Theory]
    [InlineData("com", "com")]
    [InlineData("a.com /b/", "a.com")]
    [InlineData("^a$ a.com", "a.com")]
    [InlineData("A.COM * *.com", null)]
    [InlineData("A.COM /A.COM/i", "/A.COM/i")]
    [InlineData("mail com", "com")]
    public void Of_expressions_one_without_delimiters_is_one_too(string expressions, string? expected)
    {
        var path = folder.Write("map", string.Concat(expressions.Split(' ').Select(expression => $"{expression} k\n")));
        var map = RspamdMap.Of(
            JsonSerializer.SerializeToElement(path), "here", RspamdMapKind.Expression, RspamdMapRules.Of(new Version(3, 4)),
            new SignerFiles());

        Assert.Equal(expected, map!.Find("x.a.com")?.Key);
    }

    public void Dispose() => folder.Dispose();
}
