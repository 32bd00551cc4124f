using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of Publish-DkimRecord and Unpublish-DkimRecord.</summary>
public abstract class PublishingCmdlet : KeyCmdlet
{
    private readonly HashSet<RecordToPublish> started = [];
    private Publishers? publishers;

    /// <summary>Records from Get-DkimRecord, whose options are kept.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DkimDnsRecord? Record { get; set; }

    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>The selectors, with wildcards.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>The maximum number of records processed concurrently.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 8;

    private protected abstract bool Removes { get; }

    private protected override void Begin()
    {
        publishers = new Publishers(Configuration, Cancellation);
        OpenWork(Removes ? "Removing DKIM records" : "Publishing DKIM records", ThrottleLimit);
    }

    private protected override void Process()
    {
        if (Record is not null)
        {
            var piped = RecordToPublish.From(Record);
            var place = PlaceOf(piped.Name);
            Start(piped with { Name = place }, place.IsDelegated ? Record.At(place.Value) : Record);
            return;
        }

        foreach (var domain in Given(Domain) ?? throw new InvalidInputException(FindingTable.NothingToPublish.With(), null))
        {
            Try(() => StartEach(domain));
        }
    }

    /// <summary>Starts the work for the keys of a domain or pattern.</summary>
    private protected abstract void StartEach(string domain);

    /// <summary>Throws if the action isn't permitted.</summary>
    private protected virtual void Check(RecordName name)
    {
    }

    private protected void Start(StoredKey key)
    {
        var record = new RecordToPublish(PlaceOf(key.RecordName), key.PublicKey, Configuration.Ttl);
        Start(record, DkimDnsRecord.For(record, Configuration.ProviderFor(key.Domain)));
    }

    /// <summary>The name that holds a record: in our zone where the selector is delegated.</summary>
    private RecordName PlaceOf(RecordName name) => Configuration.DelegationFor(name.Domain)?.PlaceOf(name) ?? name;

    private void Start(RecordToPublish record, DkimDnsRecord shown)
    {
        if (!started.Add(record))
        {
            // A second job for the same record would race with the first.
            return;
        }

        Check(record.Name.InDomain);
        var publisher = publishers!.For(record.Name.Domain);
        var action = $"{(Removes ? "Remove" : "Publish")} the record {publisher.Description}";
        if (IsDryRun)
        {
            Work.Start(record.Name.Value, stopping => PreviewAsync(publisher, record, action, stopping));
        }
        else if (ShouldProcess(record.Name.Value, action))
        {
            Work.Start(record.Name.Value, async stopping =>
            {
                var result = await RunAsync(publisher, record, stopping).ConfigureAwait(false);
                Show(DkimPublication.Of(record, Removes, publisher.Description, result, shown), record);
            });
        }
    }

    /// <summary>For -WhatIf: shows the action, unless the record already is as wanted.</summary>
    private async Task PreviewAsync(RecordPublisher publisher, RecordToPublish record, string action, CancellationToken stopping)
    {
        var result = await publisher.CheckAsync(record, Removes, stopping).ConfigureAwait(false);
        switch (result.Outcome)
        {
            case PublishOutcome.Foreign or PublishOutcome.Failed:
                Work.Fail(Failure(result.Outcome, result.Findings[0], record.Name));
                break;
            case PublishOutcome.AlreadyThere:
                Work.Show(
                    () => WriteVerbose($"{record.Name}: {(Removes ? "there is no such record" : "already published")}, nothing to do."));
                break;
            default:
                Work.Show(() => ShouldProcess(record.Name.Value, action));
                break;
        }
    }

    private Task<PublishResult> RunAsync(RecordPublisher publisher, RecordToPublish record, CancellationToken stopping) =>
        Removes ? publisher.UnpublishAsync(record, Work, stopping)
        : publisher.PublishAsync(record, Work, stopping);

    private void Show(DkimPublication publication, RecordToPublish record)
    {
        if (publication.Outcome is PublishOutcome.Foreign or PublishOutcome.Failed)
        {
            Work.Fail(Failure(publication.Outcome, publication.Findings[0], record.Name));
        }
        else
        {
            Work.Emit(publication);
        }
    }

    /// <summary>A server that doesn't respond is a connection error, not a denial.</summary>
    private static DkimException Failure(PublishOutcome outcome, DkimFinding finding, RecordName name)
    {
        if (outcome == PublishOutcome.Foreign)
        {
            return new InUseException(finding, name.Value);
        }

        return finding.Code is nameof(FindingTable.UpdateServerSilent) or nameof(FindingTable.UpdateUnanswered)
            or nameof(FindingTable.ServiceUnreachable) or nameof(FindingTable.ServiceUnanswered) or nameof(FindingTable.ServiceBusy)
            ? new UnreachableException(finding, name.Value)
            : new InaccessibleException(finding, name.Value);
    }
}
