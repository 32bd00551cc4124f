using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What a signer's tables have to name for a domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="From">The key that is replaced; null where nothing signs.</param>
/// <param name="To">The key that has to sign; null for none.</param>
internal sealed record RotationSwitch(DomainName Domain, RotationKey? From, RotationKey? To);
