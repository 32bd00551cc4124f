using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What makes the managed domains agree with a list.</summary>
/// <param name="listed">The domains of the list.</param>
/// <param name="managed">The domains that are managed now.</param>
internal sealed class DomainListChange(IReadOnlyCollection<DomainName> listed, IReadOnlyList<DomainName> managed)
{
    private const int AlwaysRemovable = 10;

    /// <summary>The managed domains that the list doesn't have, in their order.</summary>
    public IReadOnlyList<DomainName> Removed { get; } = [.. managed.Except(listed)];

    /// <summary>How many domains one call removes at most: a tenth of the managed ones, and at least 10.</summary>
    public int MostRemovals { get; } = Math.Max(AlwaysRemovable, managed.Count / 10);

    /// <summary>Why no domain is removed; null where they may be.</summary>
    /// <param name="isComplete">Whether every entry of the list was a domain.</param>
    /// <param name="force">Whether any number may be removed.</param>
    public DkimFinding? RefusalOfRemoval(bool isComplete, bool force)
    {
        if (listed.Count == 0)
        {
            return FindingTable.SyncListEmpty.With(("managed", managed.Count));
        }

        if (!isComplete)
        {
            return FindingTable.SyncListInvalid.With(("count", Removed.Count));
        }

        return Removed.Count <= MostRemovals || force ? null : FindingTable.SyncRemovesMany.With(
            ("count", Removed.Count), ("managed", managed.Count), ("most", MostRemovals), ("first", string.Join(", ", Removed.Take(3))));
    }
}
