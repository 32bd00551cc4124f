using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>What has to be done at a name, and what may not. Pure; it asks nobody and changes nothing.</summary>
internal static class Publication
{
    /// <summary>The change to make, or the result where there is none to make.</summary>
    /// <param name="removing">Whether it is to be removed.</param>
    /// <param name="content">What is at the name, which is known.</param>
    public static (PublicationChange? Change, PublishResult? Result) Decide(RecordToPublish record, bool removing, NameContent content)
    {
        var (change, result) = removing ? ToRemove(record, content) : ToPublish(record, content);
        return (change is not null || content.IsHidden) && content.Obstacle is { } obstacle
            ? (null, PublishResult.Of(PublishOutcome.Foreign, obstacle))
            : (change, result);
    }

    /// <summary>The change to ask for where nobody knows what is at the name.</summary>
    /// <param name="removing">Whether it is to be removed.</param>
    public static PublicationChange Unseen(RecordToPublish record, bool removing) =>
        removing ? new PublicationChange([record.Strings], null) : new PublicationChange([], record.Strings);

    private static (PublicationChange?, PublishResult?) ToPublish(RecordToPublish record, NameContent content)
    {
        var wanted = content.Records.FirstOrDefault(strings => IsWanted(record, NameContent.Read(strings)));
        if (wanted is not null && content.Records.Count == 1)
        {
            return (null, PublishResult.Of(PublishOutcome.AlreadyThere));
        }

        if (!content.Records.All(strings => ReferenceEquals(strings, wanted) || record.Key.Equals(NameContent.Read(strings).Key)))
        {
            return (null, PublishResult.Of(PublishOutcome.Foreign, Foreign(record, content)));
        }

        // Several of one key are as bad for verifiers as two keys: one stays.
        var change = new PublicationChange(
            [.. content.Records.Where(strings => !ReferenceEquals(strings, wanted))], wanted is null ? record.Strings : null);
        return (change with { Before = content.Records }, null);
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

    /// <summary>Whether a record, strictly read, is what is wanted at the name.</summary>
    private static bool IsWanted(RecordToPublish record, DkimKeyRecord published) => record.IsTombstone
        ? published.IsRevoked
        : published.Yields(record.Key) && published.Flags.Contains("y") == record.Testing;

    /// <summary>Whether a record publishes this key, or revokes one of its kind under its selector.</summary>
    private static bool IsOurs(RecordToPublish record, DkimKeyRecord published) =>
        record.Key.Equals(published.Key)
        || (published is { IsRevoked: true } && published.Text == DkimDnsRecord.TombstoneTextOf(record.Key.Algorithm));

    private static DkimFinding Foreign(RecordToPublish record, NameContent content) => FindingTable.ForeignRecord.With(
        ("name", record.Name),
        ("key", record.Key),
        ("records", string.Join(" and ", content.Texts.Select(PrintableText.Quote))));
}
