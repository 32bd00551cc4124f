namespace OpteriusDkim.Tests;

/// <summary>
/// What holds for each service, against a stand-in that keeps zones and refuses requests that aren't as the provider documents
/// them.
/// </summary>
internal sealed class ServiceTest(StandInServer server, IDnsService service)
{
    public const string Secret = "s3cret-t0ken";
    public const string Name = "mail._domainkey.example.com";

    private static readonly RecordToPublish Record = new(SampleName.Mail, SampleKey.Rsa.PublicKey, 7200);

    private readonly RecordedProgress log = new();

    public static ServiceCredential Credential => new(Secret);

    public static string Content => CharacterStrings.Quote(Record.Strings);

    public static string Tombstone => "\"v=DKIM1; k=rsa; p=\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Publishes, revokes and removes a record beside one at another name.</summary>
    /// <param name="contents">The TXT values that the stand-in has at a name.</param>
    public async Task PassesThroughAWholeLifeAsync(Func<string, IReadOnlyList<string>> contents)
    {
        await RequireAsync(PublishOutcome.Done, Record, removing: false);
        Assert.Equal([Content], contents(Name));
        Assert.Equal(2, Record.Strings.Count);
        await RequireAsync(PublishOutcome.AlreadyThere, Record, removing: false);

        await RequireAsync(PublishOutcome.Done, Record with { IsTombstone = true }, removing: false);
        Assert.Equal([Tombstone], contents(Name));
        await RequireAsync(PublishOutcome.Done, Record, removing: true);
        await RequireAsync(PublishOutcome.AlreadyThere, Record, removing: true);
        Assert.Empty(contents(Name));
        Assert.Empty(server.Refusals);
    }

    /// <summary>Removes our record and leaves the others at the name.</summary>
    public async Task RemovesOnlyOursAsync(Func<string, IReadOnlyList<string>> contents)
    {
        Assert.Equal(["\"v=spf1 -all\"", Content], contents(Name));
        Assert.Equal("ForeignRecord", (await RunAsync(Record, removing: false)).Findings[0].Code);
        await RequireAsync(PublishOutcome.Done, Record, removing: true);
        Assert.Equal(["\"v=spf1 -all\""], contents(Name));
        Assert.Empty(server.Refusals);
    }

    /// <summary>The finding of a publication that fails.</summary>
    public async Task<DkimFinding> FailureAsync(string domain = "example.com")
    {
        var result = await RunAsync(Record with { Name = SampleName.Of(domain, "mail") }, removing: false);
        Assert.True(result.Outcome is PublishOutcome.Failed or PublishOutcome.Foreign, result.Outcome.ToString());
        var finding = result.Findings[0];
        Assert.DoesNotContain(Secret, finding.Message + finding.Advice, StringComparison.Ordinal);
        return finding;
    }

    private async Task RequireAsync(PublishOutcome outcome, RecordToPublish record, bool removing)
    {
        var result = await RunAsync(record, removing);
        var messages = result.Findings.Select(finding => finding.Message).Concat(server.Refusals);
        Assert.True(result.Outcome == outcome, $"{result.Outcome}: {string.Join('\n', messages)}");
        Assert.DoesNotContain(log.Messages, message => message.Contains(Secret, StringComparison.Ordinal));
    }

    private Task<PublishResult> RunAsync(RecordToPublish record, bool removing)
    {
        var publisher = new ServicePublisher(
            service, new PublishedTxtQuery(new NoZones(), new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1))));
        return removing ? publisher.UnpublishAsync(record, log, Cancellation) : publisher.PublishAsync(record, log, Cancellation);
    }

    private sealed class NoZones : IRecordLookup
    {
        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) =>
            Task.FromResult(new ZoneObservation([Answers.Read(Answers.Aliased(Answers.Without(DnsOutcome.NoSuchName), []))]));
    }
}
