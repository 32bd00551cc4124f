using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>A rotation that has ended.</summary>
/// <param name="Old">The key that was, or should have been, replaced.</param>
/// <param name="New">The key that replaced it, or should have; null where none was generated.</param>
/// <param name="Phase">Completed or Aborted.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record PastRotation(RotationKey Old, RotationKey? New, RotationPhase Phase, DateTime StartedAt, BootTimestamp EndedAt)
{
    /// <summary>Since when the new key signs, in UTC.</summary>
    public DateTime? SwitchedAt { get; init; }

    /// <summary>The key that was retired: the old one, or after an abort the new one if there was one.</summary>
    [JsonIgnore]
    public RotationKey? Retired => Phase == RotationPhase.Completed ? Old : New;

    /// <summary>Whether the old key was compromised.</summary>
    public bool Compromised { get; init; }
}
