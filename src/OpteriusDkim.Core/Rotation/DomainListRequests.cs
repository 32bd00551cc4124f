using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What has to be asked for so that the managed domains agree with a list.</summary>
/// <param name="listed">The domains of the list.</param>
/// <param name="managed">The domains that are managed now.</param>
internal sealed class DomainListRequests(IReadOnlyCollection<DomainName> listed, ManagedDomains managed)
{
    /// <summary>The domains of the list whose key is being replaced. They are registered.</summary>
    /// <exception cref="DkimException">A journal can't be read.</exception>
    public IReadOnlyCollection<DomainName> Rotated { get; } = [.. listed.Where(managed.IsRotated)];

    /// <summary>Registrations of all other domains of the list, in their order. Where nothing is missing, they change nothing.</summary>
    /// <param name="selector">The selector of a domain that has no key.</param>
    public IEnumerable<RotationRequest> Registrations(Selector selector) =>
        listed.Except(Rotated).OrderBy(domain => domain.Value, StringComparer.Ordinal).Select(
            domain => new RotationRequest(domain) { Kind = RotationKind.Registration, NewSelector = selector });

    /// <summary>What the list doesn't have, and whether that may be removed.</summary>
    /// <exception cref="DkimException">The store or a journal can't be read.</exception>
    public DomainListChange Removals() => new(listed, managed.List());

    /// <summary>The request that takes a domain out of service.</summary>
    public static RotationRequest RemovalOf(DomainName domain) => new(domain) { Kind = RotationKind.Retirement, Force = true };
}
