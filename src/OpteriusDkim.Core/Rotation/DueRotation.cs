using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>A key that has been active for longer than the interval, with the time in UTC since when it has been.</summary>
internal sealed record DueRotation(DomainName Domain, Selector Selector, DateTime Since)
{
    public DkimFinding Finding => FindingTable.RotationDue.With(
        ("selector", Selector), ("domain", Domain),
        ("since", Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
}
