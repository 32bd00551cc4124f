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

    [Theory]
    [InlineData("", "")]
    [InlineData("\"a\"", "a")]
    [InlineData("\"a\" \"b\"", "a|b")]
    [InlineData("\"a\"\"b\"", "a|b")]
    [InlineData("( \"a\"\n\t\"b\" )", "a|b")]
    [InlineData("( \"a; b\" ; a comment \"with quotes\"\n \"c\" ) ; ----- DKIM key", "a; b|c")]
    [InlineData("\"\" \"a\"", "|a")]
    [InlineData("\"(a)\"", "(a)")]
    public void Strings_are_read_with_what_a_zone_file_has_around_them(string text, string strings) =>
        Assert.Equal(strings, string.Join('|', CharacterStrings.ParseQuoted(text)));

    [Theory]
    [InlineData("v=DKIM1", "outside the quotation marks")]
    [InlineData("\"a\", \"b\"", "','")]
    [InlineData("TXT \"a\"", "'T'")]
    [InlineData("\"a", "isn't closed")]
    [InlineData("\"a\\\"", "isn't closed")]
    [InlineData("\u001b\"a\"", @"\u{1B}")]
    public void Anything_else_is_refused(string text, string problem)
    {
        var exception = Assert.Throws<FormatException>(() => CharacterStrings.ParseQuoted(text));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_quoted_is_read_again() => Always.Holds(
        Gen.ListOf(Any.Text),
        strings => Assert.Equal(strings, CharacterStrings.ParseQuoted(string.Join(' ', strings.Select(CharacterStrings.Quote)))));

    [Fact]
    public void Any_text_is_read_or_refused() => Always.Holds(
        Gen.OneOf(Any.Text, Any.NearRecord),
        text => Assert.True(Record.Exception(() => CharacterStrings.ParseQuoted(text)) is null or FormatException));
}
