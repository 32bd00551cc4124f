namespace OpteriusDkim.Tests;

public sealed class PluginArgumentTests
{
    [Theory]
    [InlineData("User=me", "User", "me", null)]
    [InlineData("Url=https://a/?b=c", "Url", "https://a/?b=c", null)]
    [InlineData("Key=file:/etc/key", "Key", null, "/etc/key")]
    [InlineData("Key=secret:Panel/key", "Key", null, "secret:Panel/key")]
    public void An_argument_is_a_value_or_names_a_secret(string text, string name, string? value, string? source)
    {
        var argument = PluginArgument.Parse(text);

        Assert.Equal((name, value, source), (argument.Name, argument.Value, argument.Source?.Text));
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("=s3cret")]
    [InlineData("Key=")]
    [InlineData("a b=s3cret")]
    [InlineData("Key=file:s3cret")]
    [InlineData("Key=secret:s3cret")]
    public void Other_texts_are_refused_without_showing_them(string text)
    {
        var exception = Assert.Throws<InvalidInputException>(() => PluginArgument.Parse(text));

        Assert.Equal("PluginArgumentInvalid", exception.Finding.Code);
        Assert.DoesNotContain("s3cret", $"{exception.Finding.Message} {exception.Subject}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Namecheap", true)]
    [InlineData("All-Inkl", true)]
    [InlineData("", false)]
    [InlineData("../evil", false)]
    [InlineData("a/b", false)]
    [InlineData("a.b", false)]
    public void Only_a_plain_name_is_a_plugin(string name, bool isPlugin) => Assert.Equal(isPlugin, PluginArgument.IsPlugin(name));
}
