namespace OpteriusDkim.Tests;

/// <summary>The rules of publishing with a service's API, with a service in memory.</summary>
public sealed class ServicePublisherTests
{
    private const string Name = "mail._domainkey.example.com";

    private static readonly RecordToPublish Record = new(SampleName.Mail, SampleKey.Rsa.PublicKey, 300);

    private readonly RecordedProgress log = new();
    private readonly FakeService service = new("com", "example.com", "ours.example");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Content => CharacterStrings.Quote(Record.Strings);

    [Fact]
    public async Task A_record_is_published_once_revoked_and_removed()
    {
        Assert.Equal(PublishOutcome.Done, await PublishAsync());
        Assert.Equal([Content], ContentsAt(Name));
        Assert.Equal(PublishOutcome.AlreadyThere, await PublishAsync());
        Assert.Equal((1, 300), (service.Changes, service.LastTtl));

        Assert.Equal(PublishOutcome.Done, (await Publisher().PublishAsync(Record with { IsTombstone = true }, log, Cancellation)).Outcome);
        Assert.Equal(["\"v=DKIM1; k=rsa; p=\""], ContentsAt(Name));
        Assert.Equal(PublishOutcome.Done, await UnpublishAsync());
        Assert.Equal(PublishOutcome.AlreadyThere, await UnpublishAsync());
        Assert.Empty(ContentsAt(Name));
    }

    [Fact]
    public async Task A_value_in_another_spelling_is_the_same_record()
    {
        service.At(Name).Add(new ServiceRecord("TXT", Record.Text, 60));

        Assert.Equal(PublishOutcome.AlreadyThere, await PublishAsync());
        Assert.Equal(PublishOutcome.Done, await UnpublishAsync());
    }

    [Theory]
    [InlineData(Name, "TXT", "\"v=spf1 -all\"", "ForeignRecord")]
    [InlineData(Name, "TXT", "v=DKIM1; p=", "ForeignRecord")]
    [InlineData(Name, "CNAME", "elsewhere.example.net.", "NameIsAlias")]
    [InlineData(Name, "NS", "ns.example.net.", "ServiceNameDelegated")]
    [InlineData("_domainkey.example.com", "NS", "ns.example.net.", "ServiceNameDelegated")]
    [InlineData("_domainkey.example.com", "DNAME", "_domainkey.example.net.", "ServiceNameDelegated")]
    public async Task What_is_not_ours_is_reported_and_never_changed(string name, string type, string content, string code)
    {
        service.At(name).Add(new ServiceRecord(type, content, 60));

        foreach (var removing in (bool[])[false, true])
        {
            var result = await RunAsync(removing);
            Assert.Equal((PublishOutcome.Foreign, code), (result.Outcome, result.Findings[0].Code));
            Assert.Equal(result.Outcome, (await Publisher().CheckAsync(Record, removing, Cancellation)).Outcome);
        }

        Assert.Equal(0, service.Changes);
    }

    [Fact]
    public async Task NS_records_of_the_zone_itself_and_other_types_are_in_nobodys_way()
    {
        service.At("example.com").Add(new ServiceRecord("NS", "ns.example.com.", 60));
        service.At(Name).Add(new ServiceRecord("A", "192.0.2.1", 60));

        Assert.Equal(PublishOutcome.Done, await PublishAsync());
        Assert.Equal(2, service.At(Name).Count);
    }

    [Fact]
    public async Task A_foreign_record_beside_ours_stays_when_ours_is_removed()
    {
        service.At(Name).Add(new ServiceRecord("TXT", "\"v=spf1 -all\"", 60));
        service.At(Name).Add(new ServiceRecord("TXT", Content, 60));

        Assert.Equal(PublishOutcome.Foreign, await PublishAsync());
        Assert.Equal(PublishOutcome.Done, await UnpublishAsync());

        Assert.Equal(["\"v=spf1 -all\""], ContentsAt(Name));
        Assert.Equal(60, service.LastTtl);
    }

    [Fact]
    public async Task Doubled_and_earlier_records_are_replaced_in_one_change()
    {
        service.At(Name).Add(new ServiceRecord("TXT", Content, 60));
        service.At(Name).Add(new ServiceRecord("TXT", Content, 60) { Id = "2" });
        Assert.Equal(PublishOutcome.Done, await PublishAsync());
        Assert.Equal([Content], ContentsAt(Name));

        service.At(Name).Clear();
        service.At(Name).Add(new ServiceRecord("TXT", SampleKey.OtherRsa.RecordText, 60));
        var publisher = new ServicePublisher(service, Query()) { EarlierKeys = _ => [SampleKey.OtherRsa.PublicKey] };
        Assert.Equal(PublishOutcome.Done, (await publisher.PublishAsync(Record, log, Cancellation)).Outcome);
        Assert.Equal([Content], ContentsAt(Name));
        Assert.Equal(2, service.Changes);
    }

    [Fact]
    public async Task A_disabled_record_is_left_to_a_person()
    {
        service.At(Name).Add(new ServiceRecord("TXT", Content, 60) { IsDisabled = true });

        Assert.Equal("ServiceRecordDisabled", (await RunAsync(removing: false)).Findings[0].Code);
        Assert.Equal("ServiceRecordDisabled", (await RunAsync(removing: true)).Findings[0].Code);
    }

    [Fact]
    public async Task A_change_by_someone_else_in_between_is_noticed()
    {
        service.AfterRead = name =>
        {
            if (name == Name)
            {
                service.AfterRead = _ => { };
                service.At(Name).Add(new ServiceRecord("TXT", "\"theirs\"", 60));
            }
        };

        var result = await RunAsync(removing: false);

        Assert.Equal((PublishOutcome.Failed, "ServiceRecordChanged"), (result.Outcome, result.Findings[0].Code));
        Assert.Equal(["\"theirs\""], ContentsAt(Name));
        Assert.Equal(0, service.Changes);
    }

    [Theory]
    [InlineData("a longer \"truncated\" one", false)]
    [InlineData("", false)]
    [InlineData(null, true)]
    public async Task A_value_that_the_service_alters_is_a_failure(string? stored, bool isRight)
    {
        var altering = new FakeService("example.com") { Stores = content => stored ?? content };

        var result = await new ServicePublisher(altering, Query()).PublishAsync(Record, log, Cancellation);

        Assert.Equal(isRight ? PublishOutcome.Done : PublishOutcome.Failed, result.Outcome);
        Assert.Equal(isRight ? [] : ["ServiceWithoutEffect"], result.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(60, 86400, null, 60, 60)]
    [InlineData(60, 86400, null, 30, 60)]
    [InlineData(60, 86400, null, 100_000, 86400)]
    [InlineData(60, 86400, 3600, 300, 3600)]
    public async Task A_TTL_outside_of_the_limits_is_changed_and_reported(int least, int most, int? zone, int wanted, int used)
    {
        var limited = new FakeService("example.com") { Ttls = (least, most), LeastTtl = zone };

        var result = await new ServicePublisher(limited, Query()).PublishAsync(Record with { Ttl = wanted }, log, Cancellation);

        Assert.Equal((PublishOutcome.Done, used), (result.Outcome, limited.LastTtl));
        Assert.Equal(wanted == used ? [] : ["ServiceTtl"], result.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task The_record_follows_aliases_into_zones_of_the_service()
    {
        service.At(Name).Add(new ServiceRecord("CNAME", "A.ours.example.", 60));
        service.At("a.ours.example").Add(new ServiceRecord("CNAME", "b.ours.example", 60));

        var result = await RunAsync(removing: false);

        Assert.Equal(PublishOutcome.Done, result.Outcome);
        Assert.Equal([Content], ContentsAt("b.ours.example"));
        Assert.Equal(PublishOutcome.Done, await UnpublishAsync());
        Assert.Empty(ContentsAt("b.ours.example"));
    }

    [Fact]
    public async Task Aliases_in_a_loop_are_no_work_without_end()
    {
        service.At(Name).Add(new ServiceRecord("CNAME", "a.ours.example", 60));
        service.At("a.ours.example").Add(new ServiceRecord("CNAME", Name, 60));

        Assert.Equal("NameIsAlias", (await RunAsync(removing: false)).Findings[0].Code);
    }

    [Theory]
    [InlineData("target.ours.example", PublishOutcome.Done, null)]
    [InlineData("target.elsewhere.example", PublishOutcome.Foreign, "NameIsAlias")]
    [InlineData(null, PublishOutcome.Failed, "ServiceZoneUnknown")]
    public async Task An_alias_in_a_customers_zone_is_read_from_DNS(string? target, PublishOutcome outcome, string? code)
    {
        var ours = new FakeService("ours.example");

        var result = await new ServicePublisher(ours, Query(target)).PublishAsync(Record, log, Cancellation);

        Assert.Equal((outcome, code), (result.Outcome, result.Findings is [var finding] ? finding.Code : null));
        Assert.Equal(outcome == PublishOutcome.Done ? [Content] : [], ours.At("target.ours.example").Select(record => record.Content));
    }

    [Fact]
    public async Task A_failure_of_the_service_is_an_outcome_and_stopping_is_not()
    {
        service.Failure = new UnreachableException(
            FindingTable.ServiceUnreachable.With(("service", "x"), ("address", "y"), ("reason", "z")), null);
        Assert.Equal("ServiceUnreachable", (await RunAsync(removing: false)).Findings[0].Code);

        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Publisher().PublishAsync(Record, log, stopped.Token));
    }

    [Fact]
    public async Task A_zone_is_looked_up_once_for_each_name()
    {
        var publisher = Publisher();
        await publisher.PublishAsync(Record, log, Cancellation);
        await publisher.PublishAsync(Record, log, Cancellation);

        Assert.Equal(1, service.ZoneLookups);
    }

    private static PublishedTxtQuery Query(string? target = null) => new(
        new FakeZones(target), new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1)));

    private ServicePublisher Publisher() => new(service, Query());

    private async Task<PublishOutcome> PublishAsync() => (await RunAsync(removing: false)).Outcome;

    private async Task<PublishOutcome> UnpublishAsync() => (await RunAsync(removing: true)).Outcome;

    private Task<PublishResult> RunAsync(bool removing) => removing
        ? Publisher().UnpublishAsync(Record, log, Cancellation)
        : Publisher().PublishAsync(Record, log, Cancellation);

    private string[] ContentsAt(string name) =>
        [.. service.At(name).Where(record => record.IsTxt).Select(record => record.Content)];

    private sealed class FakeZones(string? target) : IRecordLookup
    {
        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) => Task.FromResult(
            new ZoneObservation([Answers.Read(Answers.Aliased(Answers.Without(DnsOutcome.NoSuchName), target is null ? [] : [target]))]));
    }
}
