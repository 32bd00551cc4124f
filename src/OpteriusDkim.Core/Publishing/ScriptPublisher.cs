using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Publishes by the administrator's script, after checking that no foreign record is at the name.</summary>
internal sealed class ScriptPublisher(PublishedTxtQuery query, IRecordScript script) : RecordPublisher
{
    public override string Description => $"with the script {script.Path}";

    /// <summary>Otherwise a cached negative answer could prevent the removal of a record.</summary>
    private protected override bool ActsOnUnknownContent(bool removing, NameContent content) =>
        removing && content is { MayBeOld: true, Unknown: null };

    private protected override Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation) =>
        query.AtAsync(record.Name, cancellation);

    private protected override async Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation)
    {
        var action = removing ? "Unpublish" : "Publish";
        log.Report($"Running {script.Path} to {action.ToLowerInvariant()} {record.Name}.");
        string? failure = null;
        foreach (var key in removing ? [] : OtherKeys(record, change))
        {
            // Scripts know a record by its key, or remove all at the name: so the earlier key's goes first.
            failure ??= await script.RunAsync("Unpublish", record with { Key = key, IsTombstone = false }, log, cancellation)
                .ConfigureAwait(false);
        }

        failure ??= await script.RunAsync(action, record, log, cancellation).ConfigureAwait(false);
        return failure is null
            ? PublishResult.Of(PublishOutcome.Done)
            : PublishResult.Of(
                PublishOutcome.Failed,
                FindingTable.PublishScriptFailed.With(
                    ("path", script.Path), ("name", record.Name), ("reason", PrintableText.Clean(failure))));
    }

    private static IEnumerable<DkimPublicKey> OtherKeys(RecordToPublish record, PublicationChange change) => change.Remove
        .Select(strings => NameContent.Read(strings).Key).OfType<DkimPublicKey>().Where(key => !key.Equals(record.Key)).Distinct();
}
