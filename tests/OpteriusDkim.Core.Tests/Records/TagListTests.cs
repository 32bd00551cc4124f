namespace OpteriusDkim.Tests;

public sealed class TagListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("v=DKIM1", "v=DKIM1")]
    [InlineData("v=DKIM1;", "v=DKIM1")]
    [InlineData("  v=  DKIM1  ;k=rsa", "v=DKIM1|k=rsa")]
    [InlineData("a=b=c==", "a=b=c==")]
    [InlineData("p=", "p=")]
    [InlineData("p= ;k=rsa", "p=|k=rsa")]
    [InlineData("V=a;v=b", "V=a|v=b")]
    [InlineData("a_1=x", "a_1=x")]
    [InlineData("v=DKIM1\r\n ;\r\n p=AB\r\n CD", "v=DKIM1|p=AB\r\n CD")]
    public void A_list_is_read_with_white_space_around_names_and_values_removed(string text, string tags)
    {
        var list = TagList.Parse(text);
        Assert.Equal(tags, string.Join('|', list.Tags.Select(tag => $"{tag.Name}={tag.Value}")));
        Assert.Empty(list.Findings);
    }

    [Theory]
    [InlineData("junk; v=DKIM1", "'junk'")]
    [InlineData("=x", "'=x'")]
    [InlineData("1=x", "'1=x'")]
    [InlineData("_a=x", "'_a=x'")]
    [InlineData("a-b=x", "'a-b=x'")]
    [InlineData("a b=x", "'a b=x'")]
    [InlineData("ü=x", "'ü=x'")]
    [InlineData("\"v=DKIM1", "'\"v=DKIM1'")]
    [InlineData("( v=DKIM1", "'( v=DKIM1'")]
    [InlineData("\u001b[2J=x", @"'\u{1B}[2J=x'")]
    public void Text_that_is_not_a_tag_is_reported_and_ignored(string text, string part)
    {
        var list = TagList.Parse(text);
        var finding = Assert.Single(list.Findings);
        Assert.Equal(nameof(FindingTable.NotATagList), finding.Code);
        Assert.StartsWith(part + " ", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(list.Tags, tag => part.Contains($"'{tag.Name}=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("v=DKIM1; ", nameof(FindingTable.SpaceAfterLastSemicolon))]
    [InlineData("v=DKIM1; \r\n\t", nameof(FindingTable.SpaceAfterLastSemicolon))]
    [InlineData(";v=DKIM1", nameof(FindingTable.StraySemicolon))]
    [InlineData("v=DKIM1;;", nameof(FindingTable.StraySemicolon))]
    [InlineData("v=DKIM1;;;;", nameof(FindingTable.StraySemicolon))]
    [InlineData("v =DKIM1", nameof(FindingTable.SpaceAroundEquals))]
    public void An_unusual_tag_is_reported_once(string text, string code)
    {
        var list = TagList.Parse(text);
        Assert.Equal(code, Assert.Single(list.Findings).Code);
        Assert.Equal("v", Assert.Single(list.Tags).Name);
    }

    [Fact]
    public void The_first_of_a_duplicate_tag_counts_and_the_second_is_reported()
    {
        var list = TagList.Parse("p=first; p=second");
        Assert.Equal("first", list["p"]);
        Assert.Equal(nameof(FindingTable.RepeatedTag), Assert.Single(list.Findings).Code);
    }

    [Fact]
    public void A_tag_that_is_missing_has_no_value()
    {
        Assert.Null(TagList.Parse("V=x")["v"]);
        Assert.Equal("", TagList.Parse("v=")["v"]);
    }

    [Fact]
    public void Any_text_is_read() => Always.Holds(Any.Text, text =>
    {
        foreach (var finding in TagList.Parse(text).Findings)
        {
            Printable.Require(finding.Message);
        }
    });
}
