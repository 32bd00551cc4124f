using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Tests;

public sealed partial class ReportFormatsTests
{
    [Theory]
    [InlineData("/srv/dkim.html", DkimReportFormat.Html)]
    [InlineData("/srv/dkim.HTM", DkimReportFormat.Html)]
    [InlineData("/srv/dkim.csv", DkimReportFormat.Csv)]
    [InlineData("/srv/dkim.json", DkimReportFormat.Json)]
    [InlineData("/srv/dkim.prom", DkimReportFormat.Prometheus)]
    public void The_extension_tells_the_format(string path, DkimReportFormat format) => Assert.Equal(format, ReportFormats.Of(path));

    [Theory]
    [InlineData("/srv/dkim")]
    [InlineData("/srv/dkim.txt")]
    [InlineData("/srv/dkim.html.bak")]
    public void Another_extension_is_an_error_that_names_the_parameter(string path)
    {
        var error = Assert.Throws<InvalidInputException>(() => ReportFormats.Of(path));
        Assert.Contains("-Format", error.Finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_a_header_and_a_line_for_each_domain() => Assert.Equal(
        [
            "Domain,Health,Selector,Algorithm,KeySize,KeyAgeDays,DnsStatus,Signing,RotationPhase,WaitingFor,NextAction,NextDueAt,"
                + "FindingCodes,CheckedAt",
            "example.com,Ok,mail,Rsa,2048,3,Verified,Signed,,Nothing,,,,2026-11-27T05:59:54Z",
            "example.org,Warning,mail,Rsa,2048,3,Verified,Signed,Published,Person,\"Publish \"\"mail2\"\", then continue\","
                + "2026-11-29T06:00:00Z,\"RotationWaits, Other\",2026-11-27T05:59:54Z",
            "unknown.example,Warning,,,,,,,,Nothing,,,,2026-11-27T06:00:00Z",
            "",
        ],
        ReportSamples.Write(DkimReportFormat.Csv, ReportSamples.Healthy, ReportSamples.Waiting, ReportSamples.Unknown).Split('\n'));

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1,2", "\"'-1,2\"")]
    [InlineData("@x", "'@x")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_spreadsheet_takes_no_text_for_a_formula(string text, string cell) => Assert.Contains(
        $",Nothing,{cell},,", ReportSamples.Write(DkimReportFormat.Csv, ReportSamples.Healthy with { NextAction = text }),
        StringComparison.Ordinal);

    [Fact]
    public void JSON_has_a_domain_on_each_line_and_can_be_read_again()
    {
        var text = ReportSamples.Write(DkimReportFormat.Json, ReportSamples.Healthy, ReportSamples.Waiting);
        using var report = JsonDocument.Parse(text);

        Assert.Equal(4, text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(1, report.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal("2026-11-27T06:00:00Z", report.RootElement.GetProperty("generatedAt").GetString());
        var waiting = report.RootElement.GetProperty("domains")[1];
        Assert.Equal("Person", waiting.GetProperty("waitingFor").GetString());
        Assert.Equal("2026-11-29T06:00:00Z", waiting.GetProperty("nextDueAt").GetString());
        Assert.Equal("Publish \"mail2\", then continue", waiting.GetProperty("nextAction").GetString());
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("domains")[0].GetProperty("rotationPhase").ValueKind);
    }

    [Theory]
    [InlineData(DkimReportFormat.Html)]
    [InlineData(DkimReportFormat.Csv)]
    [InlineData(DkimReportFormat.Json)]
    [InlineData(DkimReportFormat.Prometheus)]
    public void A_report_without_domains_is_valid(DkimReportFormat format)
    {
        var text = ReportSamples.Write(format);

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        if (format == DkimReportFormat.Json)
        {
            Assert.Equal(0, JsonDocument.Parse(text).RootElement.GetProperty("domains").GetArrayLength());
        }
    }

    [Fact]
    public void The_policy_of_the_page_names_exactly_its_style_and_script()
    {
        var page = ReportSamples.Write(DkimReportFormat.Html, ReportSamples.Healthy);
        foreach (var tag in (string[])["style", "script"])
        {
            var content = Regex.Match(page, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups[1].Value;
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{tag}-src 'sha256-{hash}'", page, StringComparison.Ordinal);
        }

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("""(src|href)="(?!data:|#)""", RegexOptions.None, TimeSpan.FromSeconds(5)), page);
    }

    [Fact]
    public void The_data_of_the_page_can_not_end_its_element()
    {
        var hostile = ReportSamples.Waiting with { NextAction = "</script><script>alert(1)</script><!--" };
        var page = ReportSamples.Write(DkimReportFormat.Html, hostile);
        var data = DataOfPage().Match(page).Groups[1].Value;

        var domain = JsonDocument.Parse(data).RootElement.GetProperty("domains")[0];
        Assert.Equal(hostile.NextAction, domain.GetProperty("nextAction").GetString());
        Assert.DoesNotContain('<', data);
    }

    [GeneratedRegex("""<script id="report" type="application/json">(.*?)</script>""", RegexOptions.Singleline, 5000)]
    private static partial Regex DataOfPage();
}
