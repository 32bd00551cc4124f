using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>What all publishers do: observe, decide, and make the change.</summary>
internal abstract class RecordPublisher : IRecordPublisher
{
    /// <summary>How and where it publishes, for messages.</summary>
    public abstract string Description { get; }

    public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        RunAsync(record, removing: false, log, cancellation);

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        RunAsync(record, removing: true, log, cancellation);

    public async Task<PublishResult> CheckAsync(RecordToPublish record, bool removing, CancellationToken cancellation)
    {
        try
        {
            var content = await ObserveAsync(record, cancellation).ConfigureAwait(false);
            return Decide(record, removing, content).Result ?? Promise(record, removing, content);
        }
        catch (DkimException exception)
        {
            return PublishResult.Of(PublishOutcome.Failed, exception.Finding);
        }
    }

    /// <summary>Whether the change can be requested where the content of the name is unknown or uncertain.</summary>
    private protected virtual bool ActsUnseen(bool removing, NameContent content) => false;

    /// <summary>What is at the name now.</summary>
    private protected abstract Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation);

    /// <summary>Makes the change.</summary>
    private protected abstract Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation);

    /// <summary>The result that the change would have if nothing goes wrong.</summary>
    private protected virtual PublishResult Promise(RecordToPublish record, bool removing, NameContent content) =>
        PublishResult.Of(PublishOutcome.Done);

    private (PublicationChange? Change, PublishResult? Result) Decide(RecordToPublish record, bool removing, NameContent content)
    {
        if (content.Records.Count == 0 && content.Obstacle is null && ActsUnseen(removing, content))
        {
            return (Publication.Unseen(record, removing), null);
        }

        return content.Unknown is { } reason
            ? (null, PublishResult.Of(PublishOutcome.Failed, reason))
            : Publication.Decide(record, removing, content);
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
