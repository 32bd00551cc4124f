namespace OpteriusDkim.Posix;

/// <summary>A user and a group by their numbers.</summary>
internal readonly record struct FileOwner(uint User, uint Group)
{
    private const int LargestEntry = 1 << 20;

    /// <summary>Who runs this process.</summary>
    public static FileOwner Caller => new(Libc.EffectiveUser(), Libc.EffectiveGroup());

    /// <summary>Whether this process may give files away.</summary>
    public static bool CallerIsRoot => Libc.EffectiveUser() == 0;

    /// <summary>Looks up <c>user</c> (with its primary group) or <c>user:group</c>.</summary>
    /// <param name="name">Names as getent(1) knows them.</param>
    /// <returns>The owner, or null where the system has no such user or group.</returns>
    public static FileOwner? Find(string name)
    {
        var parts = name.Split(':', 2);
        if (parts[0].Length == 0 || FindUser(parts[0]) is not { } user)
        {
            return null;
        }

        if (parts.Length == 1 || parts[1].Length == 0)
        {
            return user;
        }

        return FindGroup(parts[1]) is { } group ? user with { Group = group } : null;
    }

    private static FileOwner? FindUser(string name)
    {
        for (var size = 1024; size <= LargestEntry; size *= 4)
        {
            var buffer = new byte[size];
            var error = Libc.FindUser(name, out var entry, ref buffer[0], size, out var found);
            if (error != Libc.Range)
            {
                return error == 0 && found != 0 ? new FileOwner(entry.User, entry.Group) : null;
            }
        }

        return null;
    }

    private static uint? FindGroup(string name)
    {
        for (var size = 1024; size <= LargestEntry; size *= 4)
        {
            var buffer = new byte[size];
            var error = Libc.FindGroup(name, out var entry, ref buffer[0], size, out var found);
            if (error != Libc.Range)
            {
                return error == 0 && found != 0 ? entry.Group : null;
            }
        }

        return null;
    }
}
