using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class RecordLinesTests
{
    /// <summary>A text and the records in it: name and value, separated by |.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "v=DKIM1; k=rsa; p=AAAA", "|v=DKIM1; k=rsa; p=AAAA" },
        { "  p=AAAA; k=rsa", "|  p=AAAA; k=rsa" },
        { "\"v=DKIM1; \" \"p=AAAA\"", "|v=DKIM1; p=AAAA" },
        { "\"v=DKIM1; p=AAAA\"\n\"v=DKIM1; p=BBBB\"", "|v=DKIM1; p=AAAA\n|v=DKIM1; p=BBBB" },
        { "( \"v=DKIM1; \"\n \"p=AAAA\" )", "|v=DKIM1; p=AAAA" },
        { "a._domainkey IN TXT ( \"v=DKIM1; \" ; a comment (\n\n \"p=AAAA\"\n)", "a._domainkey|v=DKIM1; p=AAAA" },
        { "a._domainkey.example.com.\t3600\tIN\tTXT\t\"p=AAAA\"", "a._domainkey.example.com.|p=AAAA" },
        { "a 1h30m txt \"p=AAAA\"", "a|p=AAAA" },
        { "a IN 300 TXT \"p=AAAA\"", "a|p=AAAA" },
        { "a TXT \"p=AAAA\"\n  TXT \"p=BBBB\"", "a|p=AAAA\na|p=BBBB" },
        { "a TXT \"n=\\\"x\\\"\\059 \\;p=A\\\\A\"", "a|n=\"x\"; ;p=A\\A" },
        { "a TXT v=DKIM1\\;p=AAAA", "a|v=DKIM1;p=AAAA" },
        { "a TXT \"\"", "a|" },
        { "mail._domainkey.example.com\ttext = \"v=DKIM1; \" \"p=AAAA\"", "mail._domainkey.example.com|v=DKIM1; p=AAAA" },
        {
            "mail._domainkey.example.com\ttext =\n\n\t\"v=DKIM1; \"\n\t\"p=AAAA\"\n\nAuthoritative answers can be found from:",
            "mail._domainkey.example.com|v=DKIM1; p=AAAA"
        },
        { "a\ttext =\n\t\"p=AAAA\"\nb\ttext =\n\t\"p=BBBB\"", "a|p=AAAA\nb|p=BBBB" },
        { "a descriptive text \"v=DKIM1; \" \"p=AAAA\"", "a|v=DKIM1; p=AAAA" },
        { "Server:\t\t127.0.0.1\nAddress:\t127.0.0.1#53\n\nNon-authoritative answer:\na\tcanonical name = b.", "" },
        { "** server can't find a: NXDOMAIN", "" },
        {
            "; <<>> DiG 9.18 <<>> a TXT\n;; QUESTION SECTION:\n;a. IN TXT\n\n;; ANSWER SECTION:\na. 60 IN CNAME b.\nb. 60 IN TXT "
            + "\"p=AAAA\"\n;; Query time: 0 msec",
            "b.|p=AAAA"
        },
        { "$ORIGIN example.com.\n@ IN SOA ns host ( 1 2\n 3 4 5 )\n@ IN NS ns\n  MX 10 mx\nns 300 IN AAAA ::1", "" },
        { "key follows soon", "|key follows soon" },
        { "", "" },
        { "(((\n\"p=AAAA\")\n) )", "|p=AAAA" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Lines_give_the_records_in_them(string text, string records) =>
        Assert.Equal(records, string.Join('\n', ReadAll(text).Select(record => $"{record.Name}|{record.Value}")));

    [Theory]
    [InlineData("a TXT \"p=AAAA", "a quotation mark is not closed")]
    [InlineData("a TXT ( \"p=AAAA\"", "a parenthesis is not closed")]
    public void A_truncated_record_is_refused(string text, string problem)
    {
        var exception = Assert.Throws<InvalidInputException>(() => ReadAll(text));
        Assert.Equal(nameof(FindingTable.RecordTextBroken), exception.Finding.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unclosed_parenthesis_does_not_exhaust_memory()
    {
        var lines = new RecordLines();
        _ = lines.Add("a TXT (").ToArray();
        var line = $"\"{new string('x', 10_000)}\"";
        Assert.Throws<InvalidInputException>(() =>
        {
            for (var count = 0; count <= RecordLines.Longest / line.Length; count++)
            {
                _ = lines.Add(line).ToArray();
            }
        });
        Assert.Equal("p=AAAA", Assert.Single(lines.Add("p=AAAA")).Value);
    }

    [Theory]
    [InlineData("a._domainkey", "v=spf1 -all", true)]
    [InlineData("a", "v=spf1 -all", false)]
    [InlineData("_dmarc", "v=DMARC1; p=none", false)]
    [InlineData("a", "v=DKIM1", true)]
    [InlineData("a", "p=", true)]
    [InlineData(null, "v=spf1 -all", true)]
    public void Records_of_another_kind_are_known_by_name_and_version(string? name, string value, bool isOfDkim) =>
        Assert.Equal(isOfDkim, new RecordText(name, value).IsOfDkim);

    [Fact]
    public void The_format_of_any_provider_reads_back() => Assert.All(ProviderTable.All.Where(IsRecord), provider =>
    {
        var strings = CharacterStrings.Split(SampleKey.Rsa.RecordText);
        var record = Assert.Single(ReadAll(provider.RenderValue(strings)));
        Assert.Equal(SampleKey.Rsa.PublicKey, KeyRecordReader.Read(record.Value).Key);
        if (provider.ValueForm == ValueForm.ShellArgument)
        {
            return;
        }

        var (name, value) = (provider.RenderName(SampleName.Mail, SampleName.Mail.Domain), provider.RenderValue([.. strings]));
        var line = $"{name} 300 IN TXT {value}".Replace("TXT v=", "TXT \"v=", StringComparison.Ordinal);
        record = Assert.Single(ReadAll(line + (provider.ValueForm == ValueForm.Plain ? "\"" : "")));
        Assert.Equal(SampleKey.Rsa.RecordText, record.Value);
    });

    private static bool IsRecord(DkimProvider provider) => provider.ValueForm != ValueForm.KeyOnly;

    [Fact]
    public void Any_strings_in_a_zone_file_read_back() => Always.Holds(
        Gen.NonEmptyListOf(Gen.ArrayOf(Gen.Choose(0, 255)).Select(codes => new string([.. codes.Select(code => (char)code)]))),
        strings =>
        {
            var quoted = strings.Select(part => $"\"{string.Concat(part.Select(c => $"\\{(int)c:000}"))}\"");
            Assert.Equal(string.Concat(strings), Assert.Single(ReadAll($"a TXT ( {string.Join("\n", quoted)} )")).Value);
        });

    [Fact]
    public void Any_lines_are_read_or_refused_as_documented() => Always.Holds(
        Gen.OneOf(Any.Text, Any.NearRecord, NearLines),
        text =>
            Assert.True(
                Record.Exception(() => ReadAll(text)) is null
                    or InvalidInputException { Finding.Code: nameof(FindingTable.RecordTextBroken) }),
        times: 3000);

    private static Gen<string> NearLines => Any.Joined(Gen.Elements(
        "a", " ", "\t", "\n", "IN", "TXT", " TXT ", "\"", "(", ")", ";", "\\", "\\034", "300", "text", "=", "text = ", "descriptive text ",
        "v=DKIM1; p=AAAA", "\"p=AAAA\"", "SOA", "$TTL", "Server:", "\r\n", "\0", "ü"));

    private static List<RecordText> ReadAll(string text)
    {
        var lines = new RecordLines();
        var records = text.ReplaceLineEndings("\n").Split('\n').SelectMany(lines.Add).ToList();
        if (lines.Finish() is { } last)
        {
            records.Add(last);
        }

        return records;
    }
}
