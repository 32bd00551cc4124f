using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class VerificationTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StoredKey Key = SampleKey.Stored(SampleKey.Rsa.PublicKey);

    public static TheoryData<string> Right => [.. Answers.ThatAreRight.Keys];

    public static TheoryData<string> Wrong => [.. Answers.ThatAreWrong.Keys];

    public static TheoryData<string> Unknown => [.. Answers.ThatSayNothing.Keys];

    [Theory]
    [MemberData(nameof(Right))]
    public void A_record_from_which_a_strict_verifier_takes_the_key_is_verified(string answer)
    {
        var test = Verify(answer);
        Assert.Equal(DkimDnsStatus.Verified, test.Status);
        Assert.DoesNotContain(test.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Anything_else_at_the_name_is_a_mismatch_and_the_error_describes_it(string answer)
    {
        var test = Verify(answer);
        Assert.Equal(DkimDnsStatus.Mismatch, test.Status);
        Assert.Contains(test.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Without_an_answer_the_key_is_generated_with_a_warning(string answer)
    {
        var test = Verify(answer);
        var finding = Assert.Single(test.Findings);
        Assert.Equal(DkimDnsStatus.KeyGenerated, test.Status);
        Assert.Equal((Answers.ThatSayNothing[answer].Code, FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Null(test.Observed);
        Assert.Contains("dig '@192.0.2.53' mail._domainkey.example.com TXT", finding.Advice, StringComparison.Ordinal);
        Assert.Contains("nslookup -type=TXT mail._domainkey.example.com 192.0.2.53", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such name")]
    [InlineData("no data")]
    public void A_record_that_is_not_yet_published_is_reported_with_the_usual_delay(string answer) =>
        Assert.Contains("5 to 60 minutes", Verify(answer).Findings[0].Advice, StringComparison.Ordinal);

    [Theory]
    [InlineData("server failure")]
    [InlineData("refused")]
    [InlineData("timeout")]
    [InlineData("malformed")]
    public void A_missing_answer_is_not_a_negative_answer(string answer) =>
        Assert.Contains("The state of the record is unknown", Verify(answer).Findings[0].Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("another key", "DifferentKey")]
    [InlineData("a key of the other algorithm", "DifferentKey")]
    [InlineData("two records, one of them right", "SeveralRecords")]
    [InlineData("the right record twice", "SeveralRecords")]
    [InlineData("SPF", "WrongVersion KeyDataMissing")]
    [InlineData("h=sha1", "HashNotPermitted")]
    [InlineData("a bare RSA key", "KeyFormRefused BareRsaKey")]
    [InlineData("revoked", "Revoked")]
    [InlineData("cut at 255", "KeyDataCut")]
    [InlineData("right in test mode", "TestMode")]
    [InlineData("right through an alias", "CnameFollowed")]
    [InlineData("right", "")]
    public void The_findings_describe_it(string answer, string codes) =>
        Assert.Equal(codes, string.Join(' ', Verify(answer).Findings.Select(finding => finding.Code)));

    [Theory]
    [InlineData("right|right", DkimDnsStatus.Verified)]
    [InlineData("right|right in test mode|right through an alias", DkimDnsStatus.Verified)]
    [InlineData("right|another key", DkimDnsStatus.Mismatch)]
    [InlineData("another key|timeout", DkimDnsStatus.Mismatch)]
    [InlineData("no such name|revoked|right", DkimDnsStatus.Mismatch)]
    [InlineData("right|no such name", DkimDnsStatus.KeyGenerated)]
    [InlineData("right|timeout", DkimDnsStatus.KeyGenerated)]
    [InlineData("timeout|server failure", DkimDnsStatus.KeyGenerated)]
    [InlineData("", DkimDnsStatus.KeyGenerated)]
    public void Wrong_outranks_unknown_and_unknown_outranks_right(string answers, DkimDnsStatus status) =>
        Assert.Equal(status, Verify(answers.Split('|', StringSplitOptions.RemoveEmptyEntries)).Status);

    [Fact]
    public void The_same_rule_holds_for_random_answers() => Always.Holds(
        Gen.ListOf(Gen.Frequency(
            (4, Gen.Elements(Answers.ThatAreRight.Keys)),
            (1, Gen.Elements(Answers.ThatAreWrong.Keys)),
            (1, Gen.Elements(Answers.ThatSayNothing.Keys)))).Resize(5),
        answers =>
        {
            var expected = answers.Any(Answers.ThatAreWrong.ContainsKey) ? DkimDnsStatus.Mismatch
                : answers.Count > 0 && answers.All(Answers.ThatAreRight.ContainsKey) ? DkimDnsStatus.Verified
                : DkimDnsStatus.KeyGenerated;
            Assert.Equal(expected, Verify([.. answers]).Status);
        });

    [Theory]
    [InlineData("rsa1024", DkimDnsStatus.Verified, "KeyShort")]
    [InlineData("rsa512", DkimDnsStatus.Mismatch, "KeyTooShort")]
    [InlineData("ed25519", DkimDnsStatus.Verified, "")]
    public void A_key_that_verifiers_refuse_does_not_verify(string key, DkimDnsStatus status, string codes)
    {
        var publicKey = SampleKey.PublicKeyOf(key);
        var test = Verification.Of(
            SampleKey.Stored(publicKey), new ZoneObservation([Answers.Read(Answers.Found(DkimDnsRecord.TextOf(publicKey)))]), Now);
        Assert.Equal(status, test.Status);
        Assert.Equal(codes, string.Join(' ', test.Findings.Select(finding => finding.Code)));
    }

    [Fact]
    public void A_result_has_the_query_the_expected_and_the_actual_record()
    {
        var test = Verify("right", "another key", "right", "timeout");
        Assert.Equal(("example.com", "mail", "mail._domainkey.example.com"), (test.Domain, test.Selector, test.Name));
        Assert.Equal(SampleKey.Rsa.RecordText, test.Expected);
        Assert.Equal($"{SampleKey.Rsa.RecordText}\n{SampleKey.OtherRsa.RecordText}", test.Observed);
        Assert.Equal(4, test.Servers.Count);
        Assert.Equal(Now, test.CheckedAt);
        Assert.Equal("mail._domainkey.example.com: DNS mismatch", test.ToString());
    }

    [Fact]
    public void A_problem_on_several_servers_is_reported_once() =>
        Assert.Single(Verify("revoked", "revoked", "revoked").Findings);

    [Fact]
    public void Text_from_DNS_is_shown_without_terminal_control_characters() => Always.Holds(Any.Text.Zip(Any.Text), texts =>
    {
        var answer = Answers.Read(Answers.Aliased(Answers.Found(texts.Item1), texts.Item2));
        var test = Verification.Of(Key, new ZoneObservation([answer]), Now);
        Printable.Require((test.Observed ?? "").Replace("\n", "", StringComparison.Ordinal));
        Assert.All(test.Findings, finding => Printable.Require(finding.Message));
    });

    private static DkimDnsTest Verify(params string[] answers) =>
        Verification.Of(Key, new ZoneObservation([.. answers.Select(Answers.Read)]), Now);
}
