namespace OpteriusDkim.Tests;

public sealed class DkimDnsAnswerTests
{
    [Fact]
    public void An_answer_is_shown_unchanged()
    {
        var reply = Answers.Aliased(Answers.Found([.. CharacterStrings.Split(SampleKey.Rsa.RecordText)]), "a.example.net", "b.example.net");
        var answer = Answers.Read(reply with
        {
            Question = reply.Question with { Server = DnsServer.Parse("[2001:db8::53]:5353") },
            IsAuthenticated = true,
        });
        Assert.Equal(("example.com", "mail", "mail._domainkey.example.com"), (answer.Domain, answer.Selector, answer.Name));
        Assert.Equal(
            ("[2001:db8::53]:5353", DnsOutcome.Found, 300, true), (answer.Server, answer.Outcome, answer.Ttl, answer.Authenticated));
        Assert.Equal(2, answer.Strings.Count);
        Assert.Equal(SampleKey.Rsa.RecordText, answer.Record?.Text);
        Assert.Contains("a.example.net, then b.example.net", Assert.Single(answer.Findings).Message, StringComparison.Ordinal);
        Assert.Equal("[2001:db8::53]:5353: Found", answer.ToString());
    }

    [Theory]
    [InlineData("two records, one of them right")]
    [InlineData("timeout")]
    [InlineData("no such name")]
    public void Only_a_single_record_is_read(string answer) =>
        Assert.Null(Answers.Read(answer).Record);

    [Theory]
    [InlineData("ns1.example.com", "NoRoute")]
    [InlineData(null, "ServerUnreachable")]
    public void A_missing_route_is_harmless_only_to_a_server_of_the_zone(string? server, string code)
    {
        var answer = new DkimDnsAnswer(SampleName.Mail, Answers.Of("unreachable") with { NoRoute = true }) { ServerName = server };

        Assert.Equal(code, Assert.Single(answer.Findings).Code);
    }

    [Fact]
    public void The_negative_caching_time_is_shown() =>
        Assert.Equal(600, Answers.Read("no such name").NegativeTtl);

    [Fact]
    public void A_custom_port_appears_in_the_suggested_commands()
    {
        var question = new DnsQuestion(SampleName.Mail.Value, DnsRecordType.Txt, DnsServer.Parse("[2001:db8::53]:5353"));
        var advice = Answers.Read(new DnsReply(question, DnsOutcome.NoData)).Findings[0].Advice;
        Assert.Contains("dig '@2001:db8::53' -p 5353 mail._domainkey.example.com TXT", advice, StringComparison.Ordinal);
        Assert.Contains("nslookup -type=TXT -port=5353 mail._domainkey.example.com 2001:db8::53", advice, StringComparison.Ordinal);
    }
}
