using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>The users and groups of this host from nsswitch.conf(5) sources, with a cache.</summary>
internal sealed class SystemAccounts : IAccounts
{
    private const int MaxEntrySize = 1 << 20;
    private static readonly object Enumeration = new();

    private readonly object gate = new();
    private readonly Dictionary<uint, SystemGroup?> groups = [];
    private readonly Dictionary<uint, SystemUser?> users = [];
    private IReadOnlyList<SystemUser>? all;

    public IReadOnlyList<SystemUser> Users
    {
        get
        {
            lock (gate)
            {
                return all ??= List();
            }
        }
    }

    public SystemGroup? FindGroup(uint id)
    {
        lock (gate)
        {
            return groups.TryGetValue(id, out var known) ? known : groups[id] = ReadGroup(id);
        }
    }

    public SystemUser? FindUser(uint id)
    {
        lock (gate)
        {
            return users.TryGetValue(id, out var known) ? known : users[id] = ReadUser(id);
        }
    }

    public IReadOnlySet<uint> GroupsOf(string user, uint primary)
    {
        var found = new uint[64];
        var count = found.Length;
        while (Libc.GroupsOf(user, primary, ref found[0], ref count) < 0 && count > found.Length)
        {
            found = new uint[count];
        }

        return found.Take(Math.Min(count, found.Length)).ToHashSet();
    }

    private static List<SystemUser> List()
    {
        var list = new List<SystemUser>();
        lock (Enumeration)
        {
            Libc.BeginUsers();
            try
            {
                for (var next = Libc.NextUser(); next != 0; next = Libc.NextUser())
                {
                    list.Add(UserAt(next));
                }
            }
            finally
            {
                Libc.EndUsers();
            }
        }

        return list;
    }

    private static SystemUser? ReadUser(uint id)
    {
        for (var size = 1024; size <= MaxEntrySize; size *= 4)
        {
            var buffer = GC.AllocateArray<byte>(size, pinned: true);
            var error = Libc.FindUser(id, out var entry, ref buffer[0], size, out var found);
            if (error != Libc.Range)
            {
                return error == 0 && found != 0 ? UserIn(entry) : null;
            }
        }

        return null;
    }

    private static SystemGroup? ReadGroup(uint id)
    {
        for (var size = 1024; size <= MaxEntrySize; size *= 4)
        {
            // Pinned: the entry's names are pointers into it.
            var buffer = GC.AllocateArray<byte>(size, pinned: true);
            var error = Libc.FindGroup(id, out var entry, ref buffer[0], size, out var found);
            if (error != Libc.Range)
            {
                return error == 0 && found != 0
                    ? new SystemGroup(Marshal.PtrToStringUTF8(entry.Name)!, entry.Group, MembersIn(entry))
                    : null;
            }
        }

        return null;
    }

    /// <summary>Reads the used members of libc's struct passwd.</summary>
    private static SystemUser UserAt(nint entry) => new(
        Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry))!,
        (uint)Marshal.ReadInt32(entry, 2 * IntPtr.Size),
        (uint)Marshal.ReadInt32(entry, (2 * IntPtr.Size) + sizeof(uint)));

    private static SystemUser UserIn(Libc.UserEntry entry) =>
        new(Marshal.PtrToStringUTF8(entry.Name)!, entry.User, entry.Group);

    private static List<string> MembersIn(Libc.GroupEntry entry)
    {
        var members = new List<string>();
        for (var at = entry.Members; Marshal.ReadIntPtr(at) is var name && name != 0; at += IntPtr.Size)
        {
            members.Add(Marshal.PtrToStringUTF8(name)!);
        }

        return members;
    }
}
