using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>
/// The domains that this host manages: those with a key in the store or a registration in progress, unless they are being retired.
/// </summary>
/// <param name="stored">The domains that have a key in the store; enumerated when they are needed.</param>
/// <param name="journals">The journals.</param>
internal sealed class ManagedDomains(IEnumerable<DomainName> stored, IJournals journals)
{
    private readonly Dictionary<DomainName, RotationState?> inProgress = [];

    /// <summary>The domains in their order.</summary>
    /// <exception cref="DkimException">The store or a journal can't be read.</exception>
    public IReadOnlyList<DomainName> List()
    {
        var known = stored.Concat(journals.Domains().Where(domain => InProgress(domain) is not null)).Distinct();
        return [.. known.Where(domain => !IsRetired(domain)).OrderBy(domain => domain.Value, StringComparer.Ordinal)];
    }

    /// <summary>Whether its key is being replaced, so that a list of domains has nothing to change.</summary>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public bool IsRotated(DomainName domain) => InProgress(domain) is { Kind: RotationKind.Rotation };

    /// <summary>Whether the domain is being taken out of service.</summary>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public bool IsRetired(DomainName domain) => InProgress(domain) is { Kind: RotationKind.Retirement, Aborting: false };

    private RotationState? InProgress(DomainName domain)
    {
        if (!inProgress.TryGetValue(domain, out var state))
        {
            inProgress[domain] = state = journals.Read(domain).Current;
        }

        return state;
    }
}
