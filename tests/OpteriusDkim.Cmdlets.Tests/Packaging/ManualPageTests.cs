using OpteriusDkim.Packaging;

namespace OpteriusDkim;

/// <summary>Manual pages made from Markdown, topics and the launcher's help.</summary>
public sealed class ManualPageTests
{
    private const string Start =
        ".TH \"Get-X\" 7 \"\" \"opterius-dkim 1.0.0\" \"OpteriusDkim\"\n.nh\n.ad l\n.SH NAME\nGet\\-X \\- Gets <X>\n";

    [Theory]
    [InlineData("## Description\n\nA \\_word\\_.\n\nAnother.\n", ".SH DESCRIPTION\n.PP\nA _word_.\n.PP\nAnother.\n")]
    [InlineData("## Syntax\n\n```powershell\nGet-X -A\nGet-X -B\n```\n", ".SH SYNOPSIS\n.PP\nGet\\-X \\-A\n.PP\nGet\\-X \\-B\n")]
    [InlineData(
        "### Example 1: One\n\n```powershell\n'a' |\n    b\n```\n",
        ".SS Example 1: One\n.PP\n.RS 4\n.nf\n\\(aqa\\(aq |\n    b\n.fi\n.RE\n")]
    [InlineData("- [Get-Y](Get-Y.md): \\<T\\>\n", ".IP \\(bu 2\nGet\\-Y: <T>\n")]
    [InlineData(".hidden is a file, C:\\\\x a path\n", ".PP\n\\&.hidden is a file, C:\\ex a path\n")]
    public void Markdown_becomes_macros_and_what_would_be_a_request_is_escaped(string markdown, string expected) =>
        Assert.Equal(Start + expected, new ManualPage("Get-X", 7, "1.0.0").FromMarkdown($"# Get-X\n\nGets \\<X\\>\n\n{markdown}"));

    [Fact]
    public void A_topic_keeps_its_lines()
    {
        var page = new ManualPage("Get-X", 7, "1.0.0")
            .FromTopic("TOPIC\n    Get-X\n\nSHORT DESCRIPTION\n    Gets\n    <X>.\n\nLONG DESCRIPTION\n    One.\n\n      Two.\n");

        Assert.Equal(Start + ".SH DESCRIPTION\n.nf\nOne.\n\n  Two.\n.fi\n", page);
    }

    [Fact]
    public void Help_of_a_command_begins_with_its_synopsis()
    {
        var page = new ManualPage("Get-X", 7, "1.0.0").FromUsage("Gets <X>", "Usage: get A\n       get B\n\nFiles:\n  /x   one\n");

        Assert.Equal(Start + ".SH SYNOPSIS\n.nf\nget A\nget B\n.fi\n.SH FILES\n.nf\n/x   one\n.fi\n", page);
    }
}
