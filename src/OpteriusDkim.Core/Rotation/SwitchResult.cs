using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>How switches that were made together went.</summary>
/// <param name="Failures">Why a domain was not switched; those that were are not in it.</param>
internal sealed record SwitchResult(IReadOnlyDictionary<DomainName, IReadOnlyList<DkimFinding>> Failures)
{
    /// <summary>The findings about those that were switched.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];
}
