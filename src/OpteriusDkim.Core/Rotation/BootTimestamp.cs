namespace OpteriusDkim.Rotation;

/// <summary>A point in time by two clocks: one that can be set, and one that starts at each boot and only runs on.</summary>
/// <param name="Utc">The wall clock.</param>
/// <param name="Boot">Which boot of the host it was.</param>
/// <param name="Uptime">The time since that boot, sleep included.</param>
internal readonly record struct BootTimestamp(DateTime Utc, string Boot, TimeSpan Uptime)
{
    /// <summary>
    /// How much time has surely passed: within one boot the smaller of what the two clocks say, since the wall clock may
    /// have been set; across boots the wall clock's. Negative where the wall clock was set back.
    /// </summary>
    /// <param name="earlier">The moment before.</param>
    public TimeSpan Since(BootTimestamp earlier)
    {
        var wall = Utc - earlier.Utc;
        var up = Uptime - earlier.Uptime;
        return Boot == earlier.Boot && up < wall ? up : wall;
    }

    /// <summary>An earlier moment as if it had been in this boot: as long ago as it surely is.</summary>
    /// <param name="earlier">The moment before.</param>
    public BootTimestamp RebasedTo(BootTimestamp earlier)
    {
        var passed = Since(earlier);
        passed = passed < TimeSpan.Zero ? TimeSpan.Zero : passed;
        return new BootTimestamp(Utc - passed, Boot, Uptime - passed);
    }
}
