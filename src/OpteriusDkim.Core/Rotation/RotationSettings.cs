using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The configuration of rotations.</summary>
internal sealed record RotationSettings
{
    /// <summary>Where journals, locks and backups are.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The state directory of the system's own rotations.</summary>
    public required string SystemStateDirectory { get; init; }

    /// <summary>The policy for a domain.</summary>
    public required Func<DomainName, RotationPolicy> PolicyOf { get; init; }

    /// <summary>The DNS service in whose format a domain's records are shown.</summary>
    public required Func<DomainName, DkimProvider> ProviderOf { get; init; }

    /// <summary>How many rotations one unattended run may start, by a domain's settings.</summary>
    public required Func<DomainName, int> StartsOf { get; init; }
}
