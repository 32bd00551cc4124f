using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Publishes by the administrator's script, after checking that no foreign record is at the name.</summary>
internal sealed class ScriptPublisher(PublishedTxtQuery query, IRecordScript script) : CommandPublisher(query)
{
    public override string Description => $"with the script {script.Path}";

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
        return ResultOf(failure, reason => FindingTable.PublishScriptFailed.With(
            ("path", script.Path), ("name", record.Name), ("reason", reason)));
    }

    private static IEnumerable<DkimPublicKey> OtherKeys(RecordToPublish record, PublicationChange change) => change.Remove
        .Select(strings => NameContent.Read(strings).Key).OfType<DkimPublicKey>().Where(key => !key.Equals(record.Key)).Distinct();
}
