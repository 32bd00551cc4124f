using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class TxtContentTests
{
    [Theory]
    [InlineData("\"v=DKIM1; p=a\" \"b\"", new[] { "v=DKIM1; p=a", "b" })]
    [InlineData("\"a\"\"b\"\t\"c\"", new[] { "a", "b", "c" })]
    [InlineData("v=spf1 -all", new[] { "v=spf1 -all" })]
    [InlineData("", new[] { "" })]
    [InlineData("\"\"", new[] { "" })]
    [InlineData("\"a\\\"b\\\\c\\059\"", new[] { "a\"b\\c;" })]
    [InlineData("\"open", new[] { "open" })]
    [InlineData("\"end\\", new[] { "end\\" })]
    [InlineData("a \"quoted\" word", new[] { "a \"quoted\" word" })]
    public void A_value_is_read_into_its_strings(string content, string[] strings) =>
        Assert.Equal(strings, TxtContent.StringsIn(content));

    [Fact]
    public void Quoted_strings_are_read_as_they_were() => Always.Holds(
        ArbMap.Default.ArbFor<string[]>().Generator.Where(strings => strings is { Length: > 0 } && strings.All(text => text is not null)),
        strings => Assert.Equal(strings, TxtContent.StringsIn(CharacterStrings.Quote(strings))));
}
