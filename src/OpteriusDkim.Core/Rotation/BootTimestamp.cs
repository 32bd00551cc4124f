namespace OpteriusDkim.Rotation;

/// <summary>A point in time on two clocks: the wall clock, which can be set, and the time since boot, which can't.</summary>
/// <param name="Utc">The wall clock.</param>
/// <param name="Boot">The boot ID.</param>
/// <param name="Uptime">The time since that boot, sleep included.</param>
internal readonly record struct BootTimestamp(DateTime Utc, string Boot, TimeSpan Uptime)
{
    /// <summary>
    /// The time that has passed for certain. Within one boot that is the smaller of the two clocks' differences, since the
    /// wall clock may have been set; across boots the wall clock's. Negative where the wall clock was set back.
    /// </summary>
    public TimeSpan Since(BootTimestamp earlier)
    {
        var wall = Utc - earlier.Utc;
        var up = Uptime - earlier.Uptime;
        return Boot == earlier.Boot && up < wall ? up : wall;
    }

    /// <summary>Rebases a timestamp from an earlier boot onto this one.</summary>
    public BootTimestamp RebasedTo(BootTimestamp earlier)
    {
        var passed = Since(earlier);
        passed = passed < TimeSpan.Zero ? TimeSpan.Zero : passed;
        return new BootTimestamp(Utc - passed, Boot, Uptime - passed);
    }
}
