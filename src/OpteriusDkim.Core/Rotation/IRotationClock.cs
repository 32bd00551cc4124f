namespace OpteriusDkim.Rotation;

/// <summary>The wall clock and the time since boot.</summary>
internal interface IRotationClock
{
    BootTimestamp Now { get; }
}
