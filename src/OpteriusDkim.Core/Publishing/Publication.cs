using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Decides on the change at a name. Pure: no queries, no changes.</summary>
internal static class Publication
{
    /// <summary>The change to make, or the result if there is none.</summary>
    /// <param name="content">The content of the name, which has to be known.</param>
    /// <param name="earlierKeys">Keys that the store had under this name: their records are replaced. It is asked only if needed.</param>
    public static (PublicationChange? Change, PublishResult? Result) Decide(
        RecordToPublish record, bool removing, NameContent content, Func<RecordName, IReadOnlyList<DkimPublicKey>>? earlierKeys = null)
    {
        var earlier = new Lazy<IReadOnlyList<DkimPublicKey>>(() => earlierKeys?.Invoke(record.Name) ?? []);
        var (change, result) = removing ? ToRemove(record, content) : ToPublish(record, content, earlier);
        return (change is not null || content.IsHidden) && content.Obstacle is { } obstacle
            ? (null, PublishResult.Of(PublishOutcome.Foreign, obstacle))
            : (change, result);
    }

    /// <summary>The change to request if the content of the name is unknown.</summary>
    public static PublicationChange ForUnknownContent(RecordToPublish record, bool removing) =>
        removing ? new PublicationChange([record.Strings], null) : new PublicationChange([], record.Strings);

    private static (PublicationChange?, PublishResult?) ToPublish(
        RecordToPublish record, NameContent content, Lazy<IReadOnlyList<DkimPublicKey>> earlier)
    {
        var wanted = content.Records.FirstOrDefault(strings => IsWanted(record, NameContent.Read(strings)));
        if (wanted is not null && content.Records.Count == 1)
        {
            return (null, PublishResult.Of(PublishOutcome.AlreadyThere));
        }

        if (!content.Records.All(strings => ReferenceEquals(strings, wanted) || IsOwn(NameContent.Read(strings).Key)))
        {
            return (null, PublishResult.Of(PublishOutcome.Foreign, Foreign(record, content)));
        }

        // Several records of one key make verifiers fail as well, so only one is kept.
        var change = new PublicationChange(
            [.. content.Records.Where(strings => !ReferenceEquals(strings, wanted))], wanted is null ? record.Strings : null);
        return (change with { Before = content.Records }, null);

        bool IsOwn(DkimPublicKey? key) => key is not null && (record.Key.Equals(key) || earlier.Value.Contains(key));
    }

    private static (PublicationChange?, PublishResult?) ToRemove(RecordToPublish record, NameContent content)
    {
        if (content.Records.Count == 0)
        {
            return (null, PublishResult.Of(PublishOutcome.AlreadyThere));
        }

        IReadOnlyList<string>[] ours = [.. content.Records.Where(strings => IsOurs(record, NameContent.Read(strings)))];
        return ours.Length == 0
            ? (null, PublishResult.Of(PublishOutcome.Foreign, Foreign(record, content)))
            : (new PublicationChange(ours, null), null);
    }

    /// <summary>Whether a record, read strictly, is the wanted one.</summary>
    private static bool IsWanted(RecordToPublish record, DkimKeyRecord published) => record.IsTombstone
        ? published.IsRevoked
        : published.Yields(record.Key) && published.Flags.Contains("y") == record.Testing;

    /// <summary>Whether a record publishes this key, or revokes a key of its algorithm at its selector.</summary>
    private static bool IsOurs(RecordToPublish record, DkimKeyRecord published) =>
        record.Key.Equals(published.Key)
        || (published is { IsRevoked: true } && published.Text == DkimDnsRecord.TombstoneTextOf(record.Key.Algorithm));

    private static DkimFinding Foreign(RecordToPublish record, NameContent content) => FindingTable.ForeignRecord.With(
        ("name", record.Name),
        ("key", record.Key),
        ("records", string.Join(" and ", content.Texts.Select(PrintableText.Quote))));
}
