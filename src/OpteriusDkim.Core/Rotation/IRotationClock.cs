namespace OpteriusDkim.Rotation;

/// <summary>Tells the time by both clocks.</summary>
internal interface IRotationClock
{
    /// <summary>Now.</summary>
    BootTimestamp Now { get; }
}
