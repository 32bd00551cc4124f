namespace OpteriusDkim.Tests;

public sealed class AliasDiagnosisTests
{
    private const string Name = "s1._domainkey.example.com";
    private const string Target = "s1.example.com.dkim.example.net";

    [Theory]
    [InlineData("CNAME " + Target, null)]
    [InlineData("", nameof(FindingTable.DelegationMissing))]
    [InlineData("CNAME s1.example.com.dkim.example.org", nameof(FindingTable.DelegationElsewhere))]
    [InlineData("CNAME " + Target + ".example.com", nameof(FindingTable.DelegationTargetDoubled))]
    [InlineData("TXT v=DKIM1; p=", nameof(FindingTable.DelegationTextInstead))]
    [InlineData("CNAME " + Target + "|TXT v=DKIM1; p=", nameof(FindingTable.DelegationTextBeside))]
    [InlineData("SERVFAIL", null)]
    public void A_reply_shows_what_is_wrong(string records, string? code)
    {
        var diagnosis = new AliasDiagnosis(
            new Delegation(
                DomainName.Parse("example.com"), DomainName.Parse("dkim.example.net"), [Selector.Parse("s1"), Selector.Parse("s2")],
                DelegationTemplate.Parse("{selector}.{domain}")!),
            Selector.Parse("s1"),
            new RecordOptions(ProviderTable.Find("Generic"), 3600));

        var findings = diagnosis.Of([("ns1", ReplyOf(records)), ("ns2", ReplyOf(records))]);

        Assert.Equal(code is null ? [] : [code], findings.Select(finding => finding.Code));
        Assert.All(findings, finding =>
        {
            Assert.Contains("ns1, ns2", finding.Message, StringComparison.Ordinal);
            Assert.EndsWith($"\n{Name}. IN CNAME {Target}.", finding.Advice, StringComparison.Ordinal);
        });
    }

    private static DnsReply ReplyOf(string records)
    {
        var question = new DnsQuestion(Name, DnsRecordType.Txt, DnsServer.Parse("192.0.2.1"));
        return records == "SERVFAIL"
            ? DnsReply.OfCode(question, 2, hasRecords: false)
            : DnsReply.Of(question, 0, [.. records.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(RecordOf)]);
    }

    private static DnsResource RecordOf(string text)
    {
        var parts = text.Split(' ', 2);
        var value = parts[1];
        return parts[0] == "CNAME"
            ? new DnsResource(Name, DnsRecordType.Cname, 3600) { Target = value }
            : new DnsResource(Name, DnsRecordType.Txt, 3600) { Strings = [value] };
    }
}
