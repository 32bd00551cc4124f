namespace OpteriusDkim.Tests;

public sealed class BootTimestampTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(60, 60, "one", 60)]
    [InlineData(3600, 60, "one", 60)] // The wall clock was set forward.
    [InlineData(30, 60, "one", 30)] // The wall clock was set back a little.
    [InlineData(-600, 60, "one", -600)] // The wall clock was set back before the entry.
    [InlineData(600, -5000, "two", 600)] // After a reboot only the wall clock counts.
    public void Elapsed_time_is_the_smaller_of_both_clocks_within_a_boot(int wall, int up, string boot, int passed)
    {
        var earlier = new BootTimestamp(Noon, "one", TimeSpan.FromHours(2));
        var now = new BootTimestamp(Noon.AddSeconds(wall), boot, earlier.Uptime + TimeSpan.FromSeconds(up));

        Assert.Equal(TimeSpan.FromSeconds(passed), now.Since(earlier));
    }

    [Fact]
    public void A_time_from_this_boot_is_not_affected_by_setting_the_clock()
    {
        var earlier = new BootTimestamp(Noon, "one", TimeSpan.FromHours(2));
        var now = new BootTimestamp(Noon.AddHours(1), "two", TimeSpan.FromMinutes(10));

        var told = now.RebasedTo(earlier);

        Assert.Equal(("two", TimeSpan.FromHours(1)), (told.Boot, now.Since(told)));
        Assert.Equal(TimeSpan.FromMinutes(61), new BootTimestamp(Noon.AddDays(30), "two", TimeSpan.FromMinutes(11)).Since(told));
    }

    [Fact]
    public void The_host_clock_gives_the_time_and_a_monotonic_time_since_boot()
    {
        var wall = new SetClock();
        var clock = new RotationClock(wall);
        var before = clock.Now;

        wall.Now = wall.Now.AddYears(-1);
        var after = clock.Now;

        Assert.Equal(new SetClock().Now.UtcDateTime, before.Utc);
        Assert.Equal(before.Boot, after.Boot);
        Assert.NotEqual("", before.Boot);
        Assert.True(after.Uptime >= before.Uptime && before.Uptime > TimeSpan.Zero);
        Assert.True(after.Since(before) < TimeSpan.Zero);

        var seconds = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(seconds - after.Uptime.TotalSeconds, -1, 10);
    }
}
