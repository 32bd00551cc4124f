namespace OpteriusDkim.Posix;

/// <summary>Changes owner, mode, times and access control list of an open file or folder.</summary>
internal static class DescriptorAttributes
{
    public static void ChangeOwner(this Descriptor file, FileOwner owner) =>
        file.Try(at => Libc.ChangeOwner(at, owner.User, owner.Group), 0, "change the owner of", file.Path);

    public static void ChangeMode(this Descriptor file, UnixFileMode mode) =>
        file.Try(at => Libc.ChangeMode(at, (uint)mode), 0, "change the mode of", file.Path);

    /// <summary>Sets its modification and access time.</summary>
    public static void ChangeTime(this Descriptor file, DateTime time)
    {
        var since = time - DateTime.UnixEpoch;
        var ticks = ((since.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond;
        var entry = new Libc.TimeEntry
        {
            Seconds = (nint)Math.Floor(since.TotalSeconds),
            Nanoseconds = (nint)(ticks * TimeSpan.NanosecondsPerTick),
        };
        Libc.TimeEntry[] times = [entry, entry];
        file.Try(at => Libc.ChangeTimes(at, ref times[0]), 0, "change the time of", file.Path);
    }

    /// <summary>Sets its access control list, or removes the one inherited from its folder.</summary>
    /// <param name="list">The list in the kernel's format; null for none.</param>
    /// <param name="mode">Its mode after the removal.</param>
    public static void ChangeAccess(this Descriptor file, byte[]? list, UnixFileMode mode)
    {
        if (list is not null)
        {
            file.Try(
                at => Libc.ChangeAttribute(at, AccessControlList.Attribute, ref list[0], list.Length, 0),
                0, "change the access control list of", file.Path);
        }
        else
        {
            switch (file.ErrorOf(at => Libc.RemoveAttribute(at, AccessControlList.Attribute)))
            {
                case 0:
                    file.ChangeMode(mode);
                    break;
                case Libc.NoData or Libc.NotSupported:
                    break;
                case var error:
                    throw PosixFailure.Of("remove the access control list of", file.Path, error);
            }
        }
    }
}
