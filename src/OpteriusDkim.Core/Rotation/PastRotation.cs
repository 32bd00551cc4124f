using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>A rotation that has ended.</summary>
/// <param name="Old">The key that was, or should have been, replaced or retired; null where no key signed.</param>
/// <param name="New">The key that replaced it, or should have; null where there is none.</param>
/// <param name="Phase">Completed or Aborted.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record PastRotation(RotationKey? Old, RotationKey? New, RotationPhase Phase, DateTime StartedAt, BootTimestamp EndedAt)
{
    /// <summary>What it did to the domain.</summary>
    public RotationKind Kind { get; init; }

    /// <summary>Since when the new key signs, in UTC.</summary>
    public DateTime? SwitchedAt { get; init; }

    /// <summary>The keys that a registration or a retirement removed; null for a rotation.</summary>
    public IReadOnlyList<RotationKey>? Removed { get; init; }

    /// <summary>The keys that were retired: the old one, or after an abort the new one if there was one.</summary>
    [JsonIgnore]
    public IEnumerable<RotationKey> Retired => Removed
        ?? new[] { Phase == RotationPhase.Completed ? Old : New }.OfType<RotationKey>();

    /// <summary>Whether the old key was compromised.</summary>
    public bool Compromised { get; init; }
}
