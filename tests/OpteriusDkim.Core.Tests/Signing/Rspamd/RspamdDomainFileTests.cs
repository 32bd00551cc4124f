using System.Text;

namespace OpteriusDkim.Tests;

public sealed class RspamdDomainFileTests
{
    private const string Path = "/etc/rspamd/local.d/opterius-dkim.conf";

    private static readonly DomainName A = DomainName.Parse("a.example");
    private static readonly DomainName B = DomainName.Parse("b.example");

    [Fact]
    public void A_domain_is_a_line_and_what_is_written_is_read_again()
    {
        var made = Text(With(null, (A, [new("mail", "/k/a/mail.private"), new("ed", "/k/a/ed.seed")])));

        Assert.Contains(
            """  "a.example" { selectors [ { selector = "mail"; path = "/k/a/mail.private"; }, """
            + """{ selector = "ed"; path = "/k/a/ed.seed"; } ] }""",
            made,
            StringComparison.Ordinal);
        Assert.Equal([new("mail", "/k/a/mail.private"), new("ed", "/k/a/ed.seed")], Read(made).Domains[A].Signatures);
        Assert.Null(Read(made).ForeignLine);
    }

    [Fact]
    public void Comments_other_lines_and_line_endings_are_kept()
    {
        const string Before = "# mine\r\ndomain {\r\n\t# of b\r\n  \"b.example\" { selectors [ { selector = \"x\"; path = "
            + "\"/k/b\"; } ] }\r\n\r\n}\n# \u00e9nd";

        Assert.Equal(Before, Text(With(Before, (B, [new("x", "/k/b")]))));
        Assert.Equal(
            Before.Replace(
                "\r\n}\n", "\r\n  \"a.example\" { selectors [ { selector = \"s\"; path = \"/k/a\"; } ] }\n}\n", StringComparison.Ordinal),
            Text(With(Before, (A, [new("s", "/k/a")]))));
        Assert.Equal(
            Before.Replace("  \"b.example\" { selectors [ { selector = \"x\"; path = \"/k/b\"; } ] }\r\n", "", StringComparison.Ordinal),
            Text(With(Before, (B, []))));
    }

    [Theory]
    [InlineData("domain {\n  \"a.example\" { path = \"/k\"; }\n}\n", 2)]
    [InlineData("domain {\n}\nuse_esld = false;\n", 3)]
    [InlineData("domain {\n", 2)]
    [InlineData("domain {\n  \"A.example\" { selectors [ { selector = \"x\"; path = \"/k/b\"; } ] }\n}\n", 2)]
    [InlineData(
        "domain {\n  \"a.example\" { selectors [ { selector = \"x\"; path = \"/k\"; } ] }\n  \"a.example\" { selectors [ { selector = "
        + "\"x\"; path = \"/k\"; } ] }\n}\n",
        3)]
    public void A_line_of_another_form_is_foreign(string text, int line) => Assert.Equal(line, Read(text).ForeignLine);

    [Theory]
    [InlineData("/etc/opendkim/keys/a.example/mail.private", true)]
    [InlineData("/k/\"; }", false)]
    [InlineData("/k/$domain", false)]
    [InlineData("/k/{= x =}", false)]
    [InlineData("/k/a\n", false)]
    [InlineData("k", false)]
    [InlineData("/k/a b", false)]
    public void A_path_with_special_characters_cannot_be_represented(string path, bool can) =>
        Assert.Equal(can, RspamdDomainFile.CanContain(path));

    [Fact]
    public void Any_domain_is_stored_and_read_back_unchanged() => Always.Holds(Any.NearName, name =>
    {
        if (DomainName.TryParse(name, out var domain))
        {
            var read = Read(Text(With(null, (domain, [new("mail", "/k/x")]))));

            Assert.Null(read.ForeignLine);
            Assert.Equal([domain], read.Domains.Keys);
        }
    });

    private static RspamdDomainFile Read(string? text) => RspamdDomainFile.Of(Path, text is null ? null : Encoding.Latin1.GetBytes(text));

    private static byte[] With(string? text, params (DomainName Domain, RspamdSignature[] Signatures)[] changes) =>
        Read(text).With(changes.ToDictionary(change => change.Domain, change => (IReadOnlyList<RspamdSignature>)change.Signatures));

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
