using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>A rotation that is over.</summary>
/// <param name="Old">The key that was replaced.</param>
/// <param name="New">The key that took its place, or was to.</param>
/// <param name="Phase">Completed or Aborted.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record PastRotation(RotationKey Old, RotationKey? New, RotationPhase Phase, DateTime StartedAt, BootTimestamp EndedAt)
{
    /// <summary>Since when the new key signs, in UTC.</summary>
    public DateTime? SwitchedAt { get; init; }

    /// <summary>The key that went with it: the old one, or after an abort the new one, if there was one by then.</summary>
    [JsonIgnore]
    public RotationKey? Retired => Phase == RotationPhase.Completed ? Old : New;

    /// <summary>Whether the old key was compromised.</summary>
    public bool Compromised { get; init; }
}
