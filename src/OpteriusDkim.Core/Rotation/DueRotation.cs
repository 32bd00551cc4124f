using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>A key that has been active for longer than the interval.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Selector">The key's selector.</param>
/// <param name="Since">Since when it has been active, in UTC.</param>
internal sealed record DueRotation(DomainName Domain, Selector Selector, DateTime Since)
{
    /// <summary>Says so.</summary>
    public DkimFinding Finding => FindingTable.RotationDue.With(
        ("selector", Selector), ("domain", Domain),
        ("since", Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
}
