namespace OpteriusDkim;

/// <summary>A person publishes: it is told what is to be done, and whether it still is.</summary>
/// <param name="look">Sees whether it has been done.</param>
/// <param name="provider">Whose form the record is told in.</param>
public sealed class ManualPublisher(NameLook look, DkimProvider provider) : RecordPublisher
{
    /// <inheritdoc/>
    public override string Description => "by hand";

    private protected override bool ActsUnseen(bool removing, NameContent content) => content.Unknown is not null;

    private protected override Task<NameContent> LookAsync(RecordToPublish record, CancellationToken cancellation) =>
        look.AtAsync(record.Name, cancellation);

    private protected override Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IStory story, CancellationToken cancellation) =>
        Task.FromResult(Promise(record, removing, content));

    private protected override PublishResult Promise(RecordToPublish record, bool removing, NameContent content)
    {
        var name = provider.RenderName(record.Name, record.Name.Domain);
        var wait = PublishResult.Of(PublishOutcome.WaitsForPerson, removing
            ? FindingTable.RemoveByHand.With(("name", record.Name), ("entry", name))
            : FindingTable.PublishByHand.With(
                ("name", record.Name), ("entry", name), ("value", provider.RenderValue(record.Strings)), ("ttl", record.Ttl)));
        return content.Unknown is { } reason ? wait with { Findings = [.. wait.Findings, reason] } : wait;
    }
}
