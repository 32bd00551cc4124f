using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation;

/// <summary>
/// This host's clocks: the wall clock, and the time since its boot with sleep in it (CLOCK_BOOTTIME of clock_gettime(2)).
/// </summary>
internal sealed class RotationClock(TimeProvider wall) : IRotationClock
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    private readonly Lazy<string> boot = new(ReadBoot);

    public BootTimestamp Now => new(wall.GetUtcNow().UtcDateTime, boot.Value, Libc.SinceBoot());

    /// <summary>The kernel's ID of this boot. Where there is none, each process counts as a boot, so that the wall clock is used.</summary>
    private static string ReadBoot()
    {
        try
        {
            return File.ReadAllText(BootFile).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Guid.NewGuid().ToString();
        }
    }
}
