using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The result of switches that were made together.</summary>
/// <param name="Failures">Why a domain was not switched; only those that weren't are in it.</param>
internal sealed record SwitchResult(IReadOnlyDictionary<DomainName, IReadOnlyList<DkimFinding>> Failures)
{
    /// <summary>The findings about those that were switched.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];
}
