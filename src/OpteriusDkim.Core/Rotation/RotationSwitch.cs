using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What a signer's tables are to name for a domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="From">The key whose place is taken; null where nothing signs.</param>
/// <param name="To">The key that is to sign; null for none.</param>
internal sealed record RotationSwitch(DomainName Domain, RotationKey? From, RotationKey? To);
