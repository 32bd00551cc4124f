namespace OpteriusDkim.Posix;

/// <summary>The uid and gid of a file's owner.</summary>
internal readonly record struct FileOwner(uint User, uint Group)
{
    private const int MaxEntrySize = 1 << 20;

    /// <summary>The effective user and group of this process.</summary>
    public static FileOwner Caller => new(Libc.EffectiveUser(), Libc.EffectiveGroup());

    public static bool CallerIsRoot => Libc.EffectiveUser() == 0;

    /// <summary>Looks up <c>user</c> (with its primary group) or <c>user:group</c>.</summary>
    /// <param name="name">Names as in getent(1).</param>
    /// <returns>The owner; null if the user or group doesn't exist.</returns>
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
        for (var size = 1024; size <= MaxEntrySize; size *= 4)
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
        for (var size = 1024; size <= MaxEntrySize; size *= 4)
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
