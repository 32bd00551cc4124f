using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Publishes with a DNS plugin of Posh-ACME, after checking that no foreign record is at the name.</summary>
/// <param name="form">How the plugin wants a value of several strings.</param>
internal sealed class PluginPublisher(PublishedTxtQuery query, IDnsPlugin plugin, PluginValueForm form) : CommandPublisher(query)
{
    public override string Description => $"with the Posh-ACME plugin {plugin.Name}";

    private protected override async Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation)
    {
        log.Report($"Running the Posh-ACME plugin {plugin.Name} for {record.Name}.");

        // Plugins know a record by its text, so it has to be the published one.
        string[] remove = [.. change.Remove.Select(ValueOf).Distinct()];
        var add = change.Add is { } strings ? ValueOf(strings) : null;
        var failure = await plugin.RunAsync(record.Name.Value, remove, add, log, cancellation).ConfigureAwait(false);
        return ResultOf(failure, reason => FindingTable.PluginFailed.With(
            ("plugin", plugin.Name), ("name", record.Name), ("reason", reason)));
    }

    private string ValueOf(IReadOnlyList<string> strings) =>
        string.Join(form == PluginValueForm.Strings ? "\" \"" : "", strings);
}
