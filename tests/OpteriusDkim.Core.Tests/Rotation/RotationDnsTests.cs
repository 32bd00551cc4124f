namespace OpteriusDkim.Tests;

/// <summary>How an observation interprets the servers' answers.</summary>
public sealed class RotationDnsTests
{
    private static readonly DkimPublicKey Key = SampleKey.Rsa.PublicKey;

    public static TheoryData<string> Right => [.. Answers.ThatAreRight.Keys];

    [Theory]
    [MemberData(nameof(Right))]
    public async Task Right_is_one_record_that_yields_the_key(string name) =>
        Assert.Equal(RecordState.Right, await StateAsync(name, Key));

    [Theory]
    [InlineData("the right record twice", nameof(RecordState.Broken))]
    [InlineData("the right record and SPF", nameof(RecordState.Broken))]
    [InlineData("h=sha1", nameof(RecordState.Broken))]
    [InlineData("another key", nameof(RecordState.Other))]
    [InlineData("SPF", nameof(RecordState.Other))]
    [InlineData("an empty record", nameof(RecordState.Other))]
    [InlineData("cut at 255", nameof(RecordState.Other))]
    [InlineData("revoked", nameof(RecordState.Tombstone))]
    [InlineData("no such name", nameof(RecordState.Gone))]
    [InlineData("no data", nameof(RecordState.Gone))]
    [InlineData("server failure", nameof(RecordState.Silent))]
    [InlineData("refused", nameof(RecordState.Silent))]
    [InlineData("timeout", nameof(RecordState.Silent))]
    [InlineData("malformed", nameof(RecordState.Silent))]
    public async Task Everything_else_has_its_name(string name, string state) =>
        Assert.Equal(state, (await StateAsync(name, Key)).ToString());

    [Fact]
    public async Task Without_an_expectation_any_record_is_foreign() =>
        Assert.Equal(RecordState.Other, await StateAsync("right", null));

    [Fact]
    public async Task A_record_from_a_wildcard_does_not_count_and_is_reported()
    {
        var observation = await ObserveAsync(Key, _ => [Answers.By("ns1", "SPF")]);
        Assert.Equal((RecordState.Gone, true), (observation.Servers[0].State, observation.Wildcard));

        var beside = await ObserveAsync(
            Key,
            name => [Answers.By("ns1", name == SampleName.Mail ? "another key" : "SPF")]);
        Assert.Equal((RecordState.Other, true), (beside.Servers[0].State, beside.Wildcard));
    }

    [Fact]
    public async Task A_private_key_that_was_published_is_not_shown()
    {
        var reply = Answers.Found("v=DKIM1; k=rsa; p=", Convert.ToBase64String(SampleKey.Rsa.Pkcs8));
        var seen = await ObserveAsync(Key, _ => [new DkimDnsAnswer(SampleName.Mail, reply) { ServerName = "ns1" }]);
        var wildcard = new Wildcard([Answers.Read(reply)]).FindingFor(SampleName.Mail)!;

        Assert.Equal("v=DKIM1; k=rsa; p=[private key removed]", seen.Servers[0].Text);
        Assert.Contains("[private key removed]", wildcard.Message + wildcard.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_server_that_was_not_named_proves_nothing()
    {
        var answer = new DkimDnsAnswer(SampleName.Mail, Answers.Of("right")) { ServerName = "ns1", ProvesNothing = true };
        var observation = await ObserveAsync(Key, _ => [answer]);

        Assert.Equal((RecordState.Silent, true), (observation.Servers[0].State, observation.Servers[0].ProvesNothing));
        Assert.Contains(observation.Findings, finding => finding.Code == nameof(FindingTable.PrivateServer));
    }

    [Fact]
    public async Task An_unreachable_server_is_skipped_where_another_was_queried()
    {
        var unreachable = new DkimDnsAnswer(SampleName.Mail, Answers.Of("timeout") with { NoRoute = true }) { ServerName = "ns6" };

        Assert.Equal(
            "ns1",
            Assert.Single((await ObserveAsync(Key, _ => [Answers.By("ns1", "right"), unreachable])).Servers).Server);
        Assert.Equal(RecordState.Silent, Assert.Single((await ObserveAsync(Key, _ => [unreachable])).Servers).State);
    }

    [Fact]
    public async Task A_server_of_several_zones_counts_by_its_worst_answer()
    {
        var observation = await ObserveAsync(Key, name => name != SampleName.Mail ? []
            :
            [
                Answers.By("ns1", "right"),
                Answers.By("ns1", "SPF"),
                Answers.By("ns2", "right"),
            ]);

        Assert.Equal(
            [("ns1", RecordState.Other), ("ns2", RecordState.Right)], observation.Servers.Select(server => (server.Server, server.State)));
        Assert.Equal(300, observation.LongestTtl);
    }

    [Fact]
    public async Task An_alias_is_not_a_foreign_record_and_a_publisher_that_cannot_be_created_has_failed()
    {
        var record = new RecordToPublish(SampleName.Mail, Key, 300);
        var aliased = new RotationDns(
            new Zones(_ => []),
            _ => new Publisher(PublishResult.Of(PublishOutcome.Foreign, FindingTable.NameIsAlias.With(("name", "n"), ("target", "t")))),
            Undelegated);
        var broken = new RotationDns(
            new Zones(_ => []), _ => throw new NotFoundException(FindingTable.NoServer.With(), null), Undelegated);

        Assert.Equal(
            PublishOutcome.WaitsForPerson,
            (await aliased.PublishAsync(record, new RecordedProgress(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(
            PublishOutcome.Failed,
            (await broken.UnpublishAsync(record, new RecordedProgress(), TestContext.Current.CancellationToken)).Outcome);
    }

    [Theory]
    [InlineData("right through a delegation", "right", null)]
    [InlineData("right", "right", nameof(FindingTable.DelegationTextInstead))]
    [InlineData("no such name", "right", nameof(FindingTable.DelegationMissing))]
    public async Task A_delegated_record_is_observed_in_our_zone_even_if_its_CNAME_is_gone(string answer, string hidden, string? fault)
    {
        var observation = await new RotationDns(
            new Zones(name => name.IsDelegated
                ? [Answers.By("ours", hidden)]
                : [Answers.By("theirs", name == SampleName.Mail ? answer : "no such name")]),
            _ => throw new InvalidOperationException(),
            Delegated).ObserveAsync(SampleName.Mail, Key, TestContext.Current.CancellationToken);

        Assert.Equal(fault is null ? [] : [fault], observation.AliasFaults.Select(finding => finding.Code));
        Assert.Equal(
            fault is null ? ["theirs"] : ["theirs", $"ours for {Target}"], observation.Servers.Select(server => server.Server));
        Assert.Equal(fault switch { null => 0, nameof(FindingTable.DelegationMissing) => 1, _ => 300 }, observation.AliasTtl);
    }

    [Fact]
    public async Task A_delegated_record_is_given_to_the_publisher_with_its_name_in_our_zone_and_others_are_their_owners()
    {
        var publisher = new Publisher(PublishResult.Of(PublishOutcome.Failed, FindingTable.NoServer.With()));
        var dns = new RotationDns(new Zones(_ => []), _ => publisher, Delegated);
        var record = new RecordToPublish(SampleName.Mail, Key, 300);

        var ours = await dns.PublishAsync(record, new RecordedProgress(), TestContext.Current.CancellationToken);
        var theirs = await dns.UnpublishAsync(
            record with { Name = SampleName.Of(SampleName.Mail.Domain.Value, "old") }, new RecordedProgress(),
            TestContext.Current.CancellationToken);

        Assert.Equal([Target, $"old._domainkey.{SampleName.Mail.Domain}"], publisher.Names);
        Assert.Equal((PublishOutcome.Failed, PublishOutcome.WaitsForPerson), (ours.Outcome, theirs.Outcome));
    }

    private const string Target = "mail.example.com.dkim.example.net";

    private static RecordOptions Undelegated(DomainName domain) => new(ProviderTable.Find("Generic"), 300);

    private static RecordOptions Delegated(DomainName domain) => Undelegated(domain) with
    {
        Delegation = new Delegation(
            domain, DomainName.Parse("dkim.example.net"), [SampleName.Mail.Selector, Selector.Parse("s2")],
            DelegationTemplate.Parse("{selector}.{domain}")!),
    };

    private static async Task<RecordState> StateAsync(string answer, DkimPublicKey? key) =>
        (await ObserveAsync(key, name => name == SampleName.Mail ? [Answers.By("ns1", answer)] : [])).Servers.Single().State;

    private static Task<RecordObservation> ObserveAsync(DkimPublicKey? key, Func<RecordName, IReadOnlyList<DkimDnsAnswer>> answers) =>
        new RotationDns(new Zones(answers), _ => throw new InvalidOperationException(), Undelegated)
            .ObserveAsync(SampleName.Mail, key, TestContext.Current.CancellationToken);

    private sealed class Zones(Func<RecordName, IReadOnlyList<DkimDnsAnswer>> answers) : IRecordLookup
    {
        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) =>
            Task.FromResult(new ZoneObservation(answers(name)));
    }

    private sealed class Publisher(PublishResult result) : IRecordPublisher
    {
        public List<string> Names { get; } = [];

        public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation)
        {
            Names.Add(record.Name.Value);
            return Task.FromResult(result);
        }

        public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
            PublishAsync(record, log, cancellation);

        public Task<PublishResult> CheckAsync(RecordToPublish record, bool removing, CancellationToken cancellation) =>
            Task.FromResult(result);
    }
}
