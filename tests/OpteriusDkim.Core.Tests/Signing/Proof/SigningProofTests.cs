namespace OpteriusDkim.Tests;

/// <summary>The verdict on test messages, with scripted endpoints.</summary>
public sealed class SigningProofTests
{
    private const string Socket = "local:/run/a.sock";

    private static readonly DomainName Domain = SampleName.Mail.Domain;

    [Fact]
    public async Task A_signature_by_the_stored_and_published_key_passes_for_each_entry()
    {
        var tests = await ProveAsync("right", expected: "mail", [Configured("mail"), Running("mail")]);

        Assert.Equal([ISigningEndpoint.Configuration, Socket], tests.Select(test => test.Endpoint));
        Assert.All(tests, test =>
        {
            Assert.Equal(("example.com", "mail", DkimSigningOutcome.Signed), (test.Domain, test.Selector, test.Outcome));
            Assert.Equal(
                ("rsa-sha256", "relaxed/simple", "From,To"), (test.Algorithm, test.Canonicalization, string.Join(',', test.SignedHeaders)));
            Assert.Equal((true, true), (test.MatchesStore, test.MatchesDns));
            Assert.Empty(test.Findings);
        });
    }

    [Theory]
    [InlineData("another key", false, nameof(FindingTable.SignatureFailsInDns), nameof(FindingTable.DifferentKey))]
    [InlineData("revoked", false, nameof(FindingTable.SignatureFailsInDns), nameof(FindingTable.Revoked))]
    [InlineData("no such name", false, nameof(FindingTable.SignatureFailsInDns), nameof(FindingTable.NoSuchName))]
    [InlineData("no data", false, nameof(FindingTable.SignatureFailsInDns), nameof(FindingTable.NoData))]
    [InlineData("server failure", null, nameof(FindingTable.ServerFailure))]
    public async Task The_published_record_decides_whether_receivers_accept_and_no_answer_decides_nothing(
        string answer, bool? matches, params string[] codes)
    {
        var test = Assert.Single(await ProveAsync(answer, expected: null, [Running("mail")]));

        Assert.Equal((true, matches), (test.MatchesStore, test.MatchesDns));
        Assert.All(codes, code => Assert.Contains(code, test.Findings.Select(finding => finding.Code)));
    }

    [Fact]
    public async Task A_signature_that_the_stored_key_does_not_verify_is_by_another_key()
    {
        var test = Assert.Single(await ProveAsync("right", expected: "mail", [Running("mail")], signs: SampleKey.OtherRsa));

        Assert.Equal((false, false), (test.MatchesStore, test.MatchesDns));
        Assert.Contains(nameof(FindingTable.SignedWithOtherKey), test.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task A_daemon_that_signs_as_before_the_reload_is_distinguished_from_a_wrong_configuration()
    {
        var tests = await ProveAsync("right", expected: "mail", [Configured("mail"), Running("old")]);

        Assert.Empty(tests[0].Findings);
        Assert.Equal(("old", DkimSigningOutcome.Signed, false), (tests[1].Selector, tests[1].Outcome, tests[1].MatchesStore));
        Assert.Equal(
            [
                nameof(FindingTable.OtherSelectorSigned),
                nameof(FindingTable.RunningDaemonDiffers),
                nameof(FindingTable.SignatureKeyNotStored),
            ],
            tests[1].Findings.Select(finding => finding.Code).Where(code => code != nameof(FindingTable.SignatureFailsInDns)).Order());
    }

    [Theory]
    [InlineData(DkimSigningOutcome.Unsigned, nameof(FindingTable.MailUnsigned))]
    [InlineData(DkimSigningOutcome.TemporaryFailure, nameof(FindingTable.MailDeferred))]
    [InlineData(DkimSigningOutcome.Rejected, nameof(FindingTable.MailRejected))]
    public async Task Unsigned_mail_is_reported_along_with_the_contradicting_configuration(DkimSigningOutcome outcome, string code)
    {
        var tests = await ProveAsync(
            "right",
            expected: null,
            [Configured("mail"), new ScriptedEndpoint(Socket, message => new ProbeResult(outcome, message.Message))]);

        Assert.Equal((outcome, "mail"), (tests[1].Outcome, tests[1].Selector));
        Assert.Equal([code, nameof(FindingTable.RunningDaemonDiffers)], tests[1].Findings.Select(finding => finding.Code));
        Assert.Equal((null, null), (tests[1].MatchesStore, tests[1].MatchesDns));
    }

    [Fact]
    public async Task Two_expected_signatures_are_two_tests_and_one_that_is_missing_is_unsigned()
    {
        var tests = await ProveAsync("right", expected: "mail,second", [Running("mail")]);

        Assert.Equal(
            [("mail", DkimSigningOutcome.Signed), ("second", DkimSigningOutcome.Unsigned)],
            tests.Select(test => (test.Selector!, test.Outcome)));
        Assert.Equal([nameof(FindingTable.SignatureMissing)], tests[1].Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task An_unexpected_second_signature_is_accepted() =>
        Assert.Equal("mail", Assert.Single(await ProveAsync("right", expected: "mail", [Running("other", "mail")])).Selector);

    [Fact]
    public async Task Without_an_expectation_each_signature_is_reported() =>
        Assert.Equal(
            ["mail", "other"], (await ProveAsync("right", expected: null, [Running("mail", "other")])).Select(test => test.Selector));

    [Theory]
    [InlineData(SignerType.Rspamd, "example.com", nameof(FindingTable.SubdomainSwallowed))]
    [InlineData(SignerType.OpenDkim, "example.com", nameof(FindingTable.SignedForOtherDomain))]
    [InlineData(SignerType.Rspamd, "example.net", nameof(FindingTable.SignedForOtherDomain))]
    public async Task A_signature_of_another_domain_does_not_count(SignerType signer, string other, string code)
    {
        var test = Assert.Single(await ProveAsync(
            "right", expected: "mail", [new ScriptedEndpoint(Socket, message => ScriptedEndpoint.Signed(message, other, "mail"), signer)],
            sender: "news.example.com"));

        Assert.Equal((DkimSigningOutcome.Signed, false), (test.Outcome, test.MatchesStore));
        Assert.Equal(code, test.Findings[0].Code);
    }

    [Fact]
    public async Task An_entry_without_a_domain_gives_no_test() =>
        Assert.Equal(
            [Socket],
            (await ProveAsync("right", null, [new ScriptedEndpoint(ISigningEndpoint.Configuration, _ => null), Running("mail")]))
                .Select(test => test.Endpoint));

    [Fact]
    public async Task A_running_daemon_is_tested_until_it_signs_as_expected_and_the_configuration_once()
    {
        var tries = 0;
        var configured = Configured("mail");
        var slow = new ScriptedEndpoint(
            Socket, message => ++tries < 3 ? ScriptedEndpoint.Unsigned(message) : ScriptedEndpoint.Signed(message, "example.com", "mail"));

        var tests = await ProveAsync("right", "mail", [configured, slow], patience: TimeSpan.FromMinutes(1));

        Assert.All(tests, test => Assert.Equal(DkimSigningOutcome.Signed, test.Outcome));
        Assert.Equal((1, 3), (configured.Calls, slow.Calls));
    }

    [Fact]
    public async Task The_retries_end()
    {
        var never = new ScriptedEndpoint(Socket, ScriptedEndpoint.Unsigned);

        var test = Assert.Single(await ProveAsync("right", "mail", [never], patience: TimeSpan.FromMilliseconds(600)));

        Assert.Equal(DkimSigningOutcome.Unsigned, test.Outcome);
        Assert.InRange(never.Calls, 2, 10);
    }

    [Fact]
    public void Test_messages_are_unique_and_describe_themselves()
    {
        var (one, other) = (new ProbeMessage(Domain, DateTimeOffset.UnixEpoch), new ProbeMessage(Domain, DateTimeOffset.UnixEpoch));

        Assert.NotEqual(one.BodyHash("rsa-sha256"), other.BodyHash("rsa-sha256"));
        Assert.Contains("never delivered", Assert.Single(one.Message.ValuesOf("subject")), StringComparison.Ordinal);
        Assert.EndsWith(".invalid", ProbeMessage.Recipient, StringComparison.Ordinal);
        Assert.Equal("dkim-probe@example.com", one.Sender);
        Assert.Equal("Thu, 01 Jan 1970 00:00:00 +0000", Assert.Single(one.Message.ValuesOf("Date")));
    }

    private static ScriptedEndpoint Configured(params string[] selectors) =>
        new(ISigningEndpoint.Configuration, message => ScriptedEndpoint.Signed(message, "example.com", selectors));

    private static ScriptedEndpoint Running(params string[] selectors) =>
        new(Socket, message => ScriptedEndpoint.Signed(message, "example.com", selectors));

    private static async Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        string answer, string? expected, IReadOnlyList<ISigningEndpoint> endpoints, SampleKey? signs = null, TimeSpan patience = default,
        string sender = "example.com")
    {
        var resolver = new ScriptedResolver(answer);
        var dns = new ResolverLookup(resolver.Resolvers(TimeSpan.FromSeconds(5)));
        var proof = new SigningProof(new FakeVerifier((signs ?? SampleKey.Rsa).PublicKey), dns, TimeProvider.System)
        {
            RetryPeriod = patience,
        };
        var subject = new ProofSubject(DomainName.Parse(sender), [SampleKey.Stored(SampleKey.Rsa.PublicKey)])
        {
            Expected = expected?.Split(',').Select(Selector.Parse).ToArray(),
        };
        return await proof.ProveAsync(
            endpoints,
            [subject],
            (_, tests) => tests.All(test => test.Outcome == DkimSigningOutcome.Signed),
            TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
