using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>The base of all publishers: observe, decide, make the change.</summary>
internal abstract class RecordPublisher : IRecordPublisher
{
    /// <summary>How and where it publishes, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>The keys that the store had under a name, whose records are replaced by that of the present key.</summary>
    public Func<RecordName, IReadOnlyList<DkimPublicKey>>? EarlierKeys { get; init; }

    public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        RunAsync(record, removing: false, log, cancellation);

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        RunAsync(record, removing: true, log, cancellation);

    public async Task<PublishResult> CheckAsync(RecordToPublish record, bool removing, CancellationToken cancellation)
    {
        try
        {
            var content = await ObserveAsync(record, cancellation).ConfigureAwait(false);
            return Decide(record, removing, content).Result ?? ExpectedResult(record, removing, content);
        }
        catch (DkimException exception)
        {
            return PublishResult.Of(PublishOutcome.Failed, exception.Finding);
        }
    }

    /// <summary>Whether the change can be made if the content of the name is unknown or uncertain.</summary>
    private protected virtual bool ActsOnUnknownContent(bool removing, NameContent content) => false;

    /// <summary>Reads the content of the name.</summary>
    private protected abstract Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation);

    private protected abstract Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation);

    /// <summary>The result of a successful change.</summary>
    private protected virtual PublishResult ExpectedResult(RecordToPublish record, bool removing, NameContent content) =>
        PublishResult.Of(PublishOutcome.Done);

    private (PublicationChange? Change, PublishResult? Result) Decide(RecordToPublish record, bool removing, NameContent content)
    {
        if (content.Records.Count == 0 && content.Obstacle is null && ActsOnUnknownContent(removing, content))
        {
            return (Publication.ForUnknownContent(record, removing), null);
        }

        return content.Unknown is { } reason
            ? (null, PublishResult.Of(PublishOutcome.Failed, reason))
            : Publication.Decide(record, removing, content, EarlierKeys);
    }

    private async Task<PublishResult> RunAsync(
        RecordToPublish record, bool removing, IProgressLog log, CancellationToken cancellation)
    {
        try
        {
            var content = await ObserveAsync(record, cancellation).ConfigureAwait(false);
            var (change, result) = Decide(record, removing, content);
            return change is null
                ? result!
                : await ActAsync(record, removing, content, change, log, cancellation).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            return PublishResult.Of(PublishOutcome.Failed, exception.Finding);
        }
    }
}
