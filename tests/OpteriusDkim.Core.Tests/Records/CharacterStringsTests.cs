using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class CharacterStringsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(510, 2)]
    [InlineData(511, 3)]
    public void A_value_is_cut_into_as_few_strings_as_carry_it(int length, int strings) =>
        Assert.Equal(strings, CharacterStrings.Split(new string('x', length)).Count);

    [Fact]
    public void Joined_with_nothing_between_the_strings_are_the_value() => Always.Holds(
        Gen.Choose(0, 2000).Select(length => new string([.. Enumerable.Range(0, length).Select(i => (char)(' ' + (i % 95)))])),
        value =>
        {
            var strings = CharacterStrings.Split(value);
            Assert.Equal(value, string.Concat(strings));
            Assert.All(strings, part => Assert.InRange(Encoding.ASCII.GetByteCount(part), value.Length == 0 ? 0 : 1, 255));
        });

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("v=DKIM1; k=rsa", "\"v=DKIM1; k=rsa\"")]
    [InlineData("a\"b", """
        "a\"b"
        """)]
    [InlineData(@"a\b", """
        "a\\b"
        """)]
    public void A_quote_has_quotation_marks_and_backslashes_escaped(string text, string quote) =>
        Assert.Equal(quote, CharacterStrings.Quote(text));

    [Fact]
    public void A_quoted_value_reads_back() => Always.Holds(
        Gen.ListOf(Any.Text),
        strings => Assert.Equal(strings, QuotedStrings.Parse(string.Join(' ', strings.Select(CharacterStrings.Quote)))));
}
