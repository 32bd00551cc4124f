using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What rotations take from the configuration.</summary>
internal sealed record RotationSettings
{
    /// <summary>Where journals, locks and backups are.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where the system's own rotations have them.</summary>
    public required string SystemStateDirectory { get; init; }

    /// <summary>How a domain's keys are replaced.</summary>
    public required Func<DomainName, RotationPolicy> PolicyOf { get; init; }

    /// <summary>In whose form a domain's records are shown.</summary>
    public required Func<DomainName, DkimProvider> ProviderOf { get; init; }

    /// <summary>How many rotations one unattended run starts at most, by a domain's settings.</summary>
    public required Func<DomainName, int> StartsOf { get; init; }
}
