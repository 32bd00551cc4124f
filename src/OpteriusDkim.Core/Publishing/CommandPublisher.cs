using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>The base of publishers that run code which can't tell what is at a name: DNS is asked for that.</summary>
internal abstract class CommandPublisher(PublishedTxtQuery query) : RecordPublisher
{
    /// <summary>Otherwise a cached negative answer could prevent the removal of a record.</summary>
    private protected override bool ActsOnUnknownContent(bool removing, NameContent content) =>
        removing && content is { MayBeOld: true, Unknown: null };

    private protected override Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation) =>
        query.AtAsync(record.Name, cancellation);

    /// <summary>The result of the code.</summary>
    /// <param name="failure">Why it failed; null if it didn't.</param>
    /// <param name="finding">The finding about a failure.</param>
    private protected static PublishResult ResultOf(string? failure, Func<string, DkimFinding> finding) => failure is null
        ? PublishResult.Of(PublishOutcome.Done)
        : PublishResult.Of(PublishOutcome.Failed, finding(PrintableText.Clean(failure)));
}
