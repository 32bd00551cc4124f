namespace OpteriusDkim.Tests;

/// <summary>The publishers with scripted DNS, update and script.</summary>
public sealed class PublisherTests
{
    private static readonly DnsServer Server = DnsServer.Parse("192.0.2.1");
    private static readonly RecordToPublish Record = new(SampleName.Mail, SampleKey.Ed25519, 300);
    private static readonly string Text = DkimDnsRecord.TextOf(SampleKey.Ed25519);

    private readonly RecordedProgress log = new();
    private readonly FakePrimary primary = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_is_sent_once_and_seen()
    {
        var publisher = primary.Publisher;

        Assert.Equal(PublishOutcome.Done, (await publisher.PublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal(PublishOutcome.AlreadyThere, (await publisher.PublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal([Text], primary.Records);
        Assert.Equal(("example.com", SampleName.Mail.Value, 300), Assert.Single(primary.Sent));
        Assert.Contains(log.Messages, told => told.Contains("192.0.2.1", StringComparison.Ordinal));

        Assert.Equal(PublishOutcome.Done, (await publisher.UnpublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal(PublishOutcome.AlreadyThere, (await publisher.UnpublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Empty(primary.Records);
    }

    [Fact]
    public async Task A_revocation_record_is_published_and_unpublished()
    {
        var publisher = primary.Publisher;
        await publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal(PublishOutcome.Done, (await publisher.PublishAsync(Record with { IsTombstone = true }, log, Cancellation)).Outcome);
        Assert.Equal(["v=DKIM1; k=ed25519; p="], primary.Records);
        Assert.Equal(PublishOutcome.Foreign, (await publisher.PublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal(PublishOutcome.Done, (await publisher.UnpublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Empty(primary.Records);
    }

    [Theory]
    [InlineData((int)UpdateReply.Changed, "UpdateOvertaken")]
    [InlineData((int)UpdateReply.Refused, "UpdateRefused")]
    [InlineData((int)UpdateReply.NotAuthenticated, "UpdateNotAuthenticated")]
    [InlineData((int)UpdateReply.ClockDiffers, "UpdateClockDiffers")]
    [InlineData((int)UpdateReply.Unproven, "UpdateUnproven")]
    [InlineData((int)UpdateReply.ServerFailure, "UpdateFailed")]
    [InlineData((int)UpdateReply.NoAnswer, "UpdateUnanswered")]
    [InlineData((int)UpdateReply.Done, "UpdateWithoutEffect")]
    public async Task A_failed_update_is_reported_with_its_kind(int reply, string code)
    {
        primary.Reply = (UpdateReply)reply;

        var result = await primary.Publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal((PublishOutcome.Failed, code), (result.Outcome, result.Findings[0].Code));
    }

    [Theory]
    [InlineData(DnsOutcome.Timeout, "UpdateServerSilent")]
    [InlineData(DnsOutcome.Unreachable, "UpdateServerSilent")]
    [InlineData(DnsOutcome.ServerFailure, "UpdateServerSilent")]
    [InlineData(DnsOutcome.Malformed, "UpdateServerSilent")]
    [InlineData(DnsOutcome.Refused, "UpdateZoneUnknown")]
    public async Task If_the_server_cannot_be_queried_no_update_is_sent(DnsOutcome outcome, string code)
    {
        primary.Failure = outcome;

        foreach (var result in await AllOf(primary.Publisher))
        {
            Assert.Equal((PublishOutcome.Failed, code), (result.Outcome, result.Findings[0].Code));
        }

        Assert.Empty(primary.Sent);
    }

    [Fact]
    public async Task A_server_that_is_not_authoritative_for_the_zone_gets_no_update()
    {
        primary.IsAuthoritative = false;

        foreach (var result in await AllOf(primary.Publisher))
        {
            Assert.Equal((PublishOutcome.Failed, "UpdateZoneUnknown"), (result.Outcome, result.Findings[0].Code));
        }

        Assert.Empty(primary.Sent);
    }

    [Fact]
    public async Task An_alias_that_leads_in_a_circle_gets_nothing()
    {
        primary.Alias = "there.example.net";

        foreach (var result in await AllOf(primary.Publisher))
        {
            Assert.Equal((PublishOutcome.Foreign, "NameIsAlias"), (result.Outcome, result.Findings[0].Code));
        }

        Assert.Empty(primary.Sent);
    }

    [Theory]
    [InlineData(true, PublishOutcome.AlreadyThere)]
    [InlineData(false, PublishOutcome.Foreign)]
    public async Task A_correct_record_at_a_target_in_another_zone_is_already_published(bool isThere, PublishOutcome outcome)
    {
        primary.Alias = "there.example.net";
        primary.AliasLeadsOut = true;
        primary.Elsewhere = [Answer(isThere ? [Record.Text] : [], "there.example.net")];

        var result = await primary.Publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal(outcome, result.Outcome);
        Assert.All(result.Findings, finding => Assert.Contains("there.example.net", finding.Message, StringComparison.Ordinal));
        Assert.Empty(primary.Sent);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_an_outcome()
    {
        primary.Throws = new InaccessibleException(FindingTable.TsigKeyOpen.With(("path", "/k")), "/k");

        var result = await primary.Publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal((PublishOutcome.Failed, "TsigKeyOpen"), (result.Outcome, result.Findings[0].Code));
    }

    [Fact]
    public async Task A_check_sends_nothing()
    {
        Assert.Equal(PublishOutcome.Done, (await primary.Publisher.CheckAsync(Record, false, Cancellation)).Outcome);
        primary.Records.Add("v=spf1 -all");
        Assert.Equal(PublishOutcome.Foreign, (await primary.Publisher.CheckAsync(Record, false, Cancellation)).Outcome);
        Assert.Equal(PublishOutcome.Foreign, (await primary.Publisher.CheckAsync(Record, true, Cancellation)).Outcome);
        Assert.Empty(primary.Sent);
    }

    [Fact]
    public async Task Cancelling_is_not_an_outcome()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => primary.Publisher.PublishAsync(Record, log, stopped.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ManualPublisher(Query([]), ProviderTable.Find("Generic")).PublishAsync(Record, log, stopped.Token));
    }

    [Fact]
    public async Task With_manual_publishing_the_user_is_told_the_task_and_its_completion_is_detected()
    {
        var bind = ProviderTable.Find("Bind");

        var wait = await new ManualPublisher(Query([]), bind).PublishAsync(Record, log, Cancellation);
        Assert.Equal((PublishOutcome.WaitsForPerson, "PublishByHand"), (wait.Outcome, wait.Findings[0].Code));
        Assert.Contains("mail._domainkey.example.com.", wait.Findings[0].Advice, StringComparison.Ordinal);
        Assert.Equal(
            PublishOutcome.AlreadyThere, (await new ManualPublisher(Query([Text]), bind).PublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal(
            PublishOutcome.Foreign, (await new ManualPublisher(Query(["x"]), bind).PublishAsync(Record, log, Cancellation)).Outcome);
        var removal = await new ManualPublisher(Query([Text]), bind).UnpublishAsync(Record, log, Cancellation);
        Assert.Equal((PublishOutcome.WaitsForPerson, "RemoveByHand"), (removal.Outcome, removal.Findings[0].Code));
        Assert.Equal(
            PublishOutcome.AlreadyThere, (await new ManualPublisher(Query([]), bind).UnpublishAsync(Record, log, Cancellation)).Outcome);
    }

    [Fact]
    public async Task With_manual_publishing_a_failed_lookup_is_reported_with_the_task()
    {
        var publisher = new ManualPublisher(
            new PublishedTxtQuery(new FakeZones([]), new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1))),
            ProviderTable.Find("Bind"));

        var result = await publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal(PublishOutcome.WaitsForPerson, result.Outcome);
        Assert.Equal(["PublishByHand", "Timeout"], result.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(false, "", "Publish Done")]
    [InlineData(false, "ours", "AlreadyThere")]
    [InlineData(false, "foreign", "Foreign")]
    [InlineData(true, "", "AlreadyThere")]
    [InlineData(true, "ours", "Unpublish Done")]
    [InlineData(true, "foreign", "Foreign")]
    public async Task A_script_runs_only_where_something_has_to_change(bool removing, string present, string expected)
    {
        var script = new FakeScript(null);
        string[] records = present switch { "ours" => [Text], "foreign" => ["v=spf1 -all"], _ => [] };

        var result = await RunAsync(new ScriptPublisher(Query(records), script), removing);

        Assert.Equal(expected, string.Join(' ', [.. script.Ran, result.Outcome.ToString()]));
    }

    /// <summary>Scripts leave alone what isn't the record of the key that they are given.</summary>
    [Fact]
    public async Task A_script_removes_the_record_of_an_earlier_key_before_it_publishes()
    {
        var script = new FakeScript(null);
        var publisher = new ScriptPublisher(Query([SampleKey.OtherRsa.RecordText]), script)
        {
            EarlierKeys = _ => [SampleKey.OtherRsa.PublicKey],
        };

        var result = await RunAsync(publisher, removing: false);

        Assert.Equal(["Unpublish", "Publish"], script.Ran);
        Assert.Equal([SampleKey.OtherRsa.PublicKey, Record.Key], script.Keys);
        Assert.Equal(PublishOutcome.Done, result.Outcome);
    }

    [Fact]
    public async Task A_resolver_without_the_record_does_not_keep_a_script_from_removing_it()
    {
        var script = new FakeScript(null);
        var cached = new PublishedTxtQuery(new FakeZones([]), new ScriptedResolver("no such name").Resolvers(TimeSpan.FromSeconds(1)));

        await RunAsync(new ScriptPublisher(cached, script), removing: true);

        Assert.Equal(["Unpublish"], script.Ran);
    }

    [Fact]
    public async Task The_output_of_a_failed_script_is_escaped()
    {
        var result = await RunAsync(new ScriptPublisher(Query([]), new FakeScript("no \u001b[31mtoken")), removing: false);

        Assert.Equal((PublishOutcome.Failed, "PublishScriptFailed"), (result.Outcome, result.Findings[0].Code));
        Assert.Contains("token", result.Findings[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Findings[0].Message);
    }

    [Fact]
    public async Task A_record_on_any_server_of_the_zone_counts()
    {
        var script = new FakeScript(null);
        var zones = new FakeZones([Answer([]), Answer(["v=spf1 -all"])]);
        var publisher = new ScriptPublisher(
            new PublishedTxtQuery(zones, new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1))), script);

        Assert.Equal(PublishOutcome.Foreign, (await RunAsync(publisher, removing: false)).Outcome);
        Assert.Empty(script.Ran);
    }

    [Fact]
    public async Task A_wildcards_record_on_a_server_without_the_record_does_not_count()
    {
        var zones = new FakeZones([Answer([Text]), Answer(["v=spf1 -all"])]) { Wildcard = [Answer(["v=spf1 -all"])] };
        var publisher = new ScriptPublisher(
            new PublishedTxtQuery(zones, new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1))), new FakeScript(null));

        Assert.Equal(PublishOutcome.AlreadyThere, (await RunAsync(publisher, removing: false)).Outcome);
    }

    private Task<PublishResult> RunAsync(RecordPublisher publisher, bool removing) =>
        removing ? publisher.UnpublishAsync(Record, log, Cancellation) : publisher.PublishAsync(Record, log, Cancellation);

    private async Task<PublishResult[]> AllOf(RecordPublisher publisher) =>
    [
        await RunAsync(publisher, removing: false),
        await RunAsync(publisher, removing: true),
        await publisher.CheckAsync(Record, false, Cancellation),
        await publisher.CheckAsync(Record, true, Cancellation),
    ];

    private static PublishedTxtQuery Query(string[] records) =>
        new(new FakeZones([Answer(records)]), new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1)));

    private static DkimDnsAnswer Answer(string[] records, params string[] aliases) => Answers.Read(
        Answers.Aliased(records is [var text] ? Answers.Found(text) : Answers.Without(DnsOutcome.NoSuchName), aliases));

    private sealed class FakeZones(IReadOnlyList<DkimDnsAnswer> answers) : IRecordLookup
    {
        /// <summary>The answer for any other name.</summary>
        public IReadOnlyList<DkimDnsAnswer> Wildcard { get; init; } = [];

        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(new ZoneObservation(name == SampleName.Mail ? answers : Wildcard));
        }
    }

    private sealed class FakeScript(string? failure) : IRecordScript
    {
        public List<string> Ran { get; } = [];

        public List<DkimPublicKey> Keys { get; } = [];

        public string Path => "/etc/publish.ps1";

        public Task<string?> RunAsync(string action, RecordToPublish record, IProgressLog log, CancellationToken cancellation)
        {
            Ran.Add(action);
            Keys.Add(record.Key);
            return Task.FromResult(failure);
        }
    }

    /// <summary>A primary server with one name, which applies updates if their prerequisites hold.</summary>
    private sealed class FakePrimary : IDynamicUpdate, IDnsClient
    {
        public List<string> Records { get; } = [];

        public List<(string Zone, string Name, int Ttl)> Sent { get; } = [];

        public UpdateReply? Reply { get; set; }

        public DnsOutcome? Failure { get; set; }

        public string? Alias { get; set; }

        public bool IsAuthoritative { get; set; } = true;

        public Exception? Throws { get; set; }

        public DnsServer Server => PublisherTests.Server;

        /// <summary>The answers of the zone's servers.</summary>
        public IReadOnlyList<DkimDnsAnswer> Elsewhere { get; set; } = [];

        /// <summary>Whether the alias target is in a zone that this server doesn't have.</summary>
        public bool AliasLeadsOut { get; set; }

        public DynamicUpdatePublisher Publisher => new(
            this, this,
            new PublishedTxtQuery(new FakeZones(Elsewhere), new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1))),
            TimeSpan.FromSeconds(1));

        public Task<UpdateReply> SendAsync(string zone, string name, PublicationChange change, int ttl, CancellationToken cancellation)
        {
            Sent.Add((zone, name, ttl));
            if (Throws is not null || Reply is not null)
            {
                return Throws is null ? Task.FromResult(Reply!.Value) : Task.FromException<UpdateReply>(Throws);
            }

            Assert.True(change.Before is null || change.Before.Select(strings => string.Concat(strings)).SequenceEqual(Records));
            Records.RemoveAll(change.Remove.Select(strings => string.Concat(strings)).Contains);
            Records.AddRange(change.Add is null ? [] : [string.Concat(change.Add)]);
            return Task.FromResult(UpdateReply.Done);
        }

        public Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            Assert.False(question.Recursive);
            if (AliasLeadsOut && question.Name == Alias)
            {
                return Task.FromResult(new DnsReply(question, DnsOutcome.Refused));
            }

            var isTxt = question.Type == DnsRecordType.Txt && question.Name == SampleName.Mail.Value;
            DnsResource[] answers = Alias is not null ? [new DnsResource(question.Name, DnsRecordType.Cname, 60) { Target = Alias }]
                : isTxt ? [.. Records.Select(text => new DnsResource(question.Name, DnsRecordType.Txt, 60) { Strings = [text] })]
                : [];
            return Task.FromResult(new DnsReply(question, Failure ?? (isTxt && Records.Count > 0 ? DnsOutcome.Found : DnsOutcome.NoData))
            {
                Answers = answers,
                Authorities = question.Type == DnsRecordType.Txt ? [] : [new DnsResource("example.com", DnsRecordType.Soa, 60)],
                IsAuthoritative = IsAuthoritative,
                Detail = "as the test says",
            });
        }
    }
}
