using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Publishing by hand: reports what to enter, and whether it has been done.</summary>
internal sealed class ManualPublisher(PublishedTxtQuery query, DkimProvider provider) : RecordPublisher
{
    public override string Description => "by hand";

    private protected override bool ActsOnUnknownContent(bool removing, NameContent content) => content.Unknown is not null;

    /// <summary>By hand, the change can be made at the target of an alias as well.</summary>
    private protected override async Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation) =>
        await query.AtAsync(record.Name, cancellation).ConfigureAwait(false) with { Obstacle = null };

    private protected override Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation) =>
        Task.FromResult(ExpectedResult(record, removing, content));

    private protected override PublishResult ExpectedResult(RecordToPublish record, bool removing, NameContent content)
    {
        if (content.Target is { } target)
        {
            return AtTarget(record, removing, PrintableText.Clean(target));
        }

        var name = record.Name.IsDelegated ? record.Name.Value : provider.RenderName(record.Name, record.Name.Domain);
        var wait = PublishResult.Of(PublishOutcome.WaitsForPerson, removing
            ? FindingTable.RemoveByHand.With(("name", record.Name), ("entry", name))
            : FindingTable.PublishByHand.With(
                ("name", record.Name), ("entry", name), ("value", provider.RenderValue(record.Strings)), ("ttl", record.Ttl)));
        return content.Unknown is { } reason ? wait with { Findings = [.. wait.Findings, reason] } : wait;
    }

    private PublishResult AtTarget(RecordToPublish record, bool removing, string target)
    {
        var finding = removing
            ? FindingTable.RemoveAtTarget.With(("name", record.Name), ("target", target))
            : FindingTable.PublishAtTarget.With(
                ("name", record.Name), ("target", target), ("ttl", record.Ttl), ("value", provider.RenderValue(record.Strings)));
        return PublishResult.Of(PublishOutcome.WaitsForPerson, finding) with { Target = target };
    }
}
