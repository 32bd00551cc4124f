using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>An open file or folder; every call on it that fails throws with its path.</summary>
internal sealed class Descriptor : IDisposable
{
    private int number;

    private Descriptor(int number, string path)
    {
        this.number = number;
        Path = path;
    }

    /// <summary>The path by which it was opened, for messages.</summary>
    public string Path { get; set; }

    /// <summary>A path to what is open, whatever became of its name; good for other processes of the same user too.</summary>
    public string PathByProcess => $"/proc/{Environment.ProcessId}/fd/{number}";

    /// <summary>The name that what is open has now, links followed.</summary>
    public string? ResolvedPath => new FileInfo($"/proc/self/fd/{number}").LinkTarget;

    /// <summary>Opens a name in a folder.</summary>
    /// <param name="path">Its path for messages.</param>
    /// <param name="flags">Those of open(2).</param>
    /// <param name="mode">The mode of a file that is made.</param>
    /// <param name="error">The errno where it fails.</param>
    /// <returns>What was opened; null where it fails.</returns>
    public static Descriptor? TryOpen(Descriptor folder, string name, string path, int flags, uint mode, out int error) =>
        TryOpen(folder.number, name, path, flags, mode, out error);

    /// <summary>The same, where a failure is an error.</summary>
    public static Descriptor Open(Descriptor folder, string name, string path, int flags, uint mode, string operation) =>
        Open(folder.number, name, path, flags, mode, operation);

    /// <summary>The same by the folder's number, or from <see cref="Libc.CurrentFolder"/>.</summary>
    public static Descriptor Open(int folder, string name, string path, int flags, uint mode, string operation) =>
        TryOpen(folder, name, path, flags, mode, out var error) ?? throw PosixFailure.Of(operation, path, error);

    /// <summary>Opens a file to read it; null where there is none. A pipe in its place is no reason to wait.</summary>
    public static Descriptor? OpenToRead(string path) =>
        TryOpen(Libc.CurrentFolder, path, path, Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec, 0, out var error)
            ?? (error is Libc.NoEntry or Libc.NotDirectory ? null : throw Unreadable(path, error));

    /// <summary>The bytes of a file, and no more than a limit; null where there is none. The caller wipes them.</summary>
    public static byte[]? ReadAll(string path, int limit)
    {
        using var file = OpenToRead(path);
        return file?.ReadAll(limit);
    }

    /// <summary>The bytes of this file, up to a limit. The caller wipes them.</summary>
    public byte[] ReadAll(int limit)
    {
        var room = ArrayPool<byte>.Shared.Rent(limit);
        var length = 0;
        try
        {
            length = Read(room.AsSpan(0, limit));
            return room[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Reads until the end, or until the buffer is full.</summary>
    /// <returns>How much was read.</returns>
    public int Read(Span<byte> room)
    {
        var length = 0;
        while (length < room.Length)
        {
            var read = Libc.Read(number, ref MemoryMarshal.GetReference(room[length..]), room.Length - length);
            if (read < 0)
            {
                if (Marshal.GetLastPInvokeError() == Libc.Interrupted)
                {
                    continue;
                }

                throw Unreadable(Path, Marshal.GetLastPInvokeError());
            }

            if (read == 0)
            {
                break;
            }

            length += (int)read;
        }

        return length;
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var written = Libc.Write(number, ref MemoryMarshal.GetReference(data), data.Length);
            if (written < 0)
            {
                if (Marshal.GetLastPInvokeError() == Libc.Interrupted)
                {
                    continue;
                }

                throw PosixFailure.Of("write", Path);
            }

            data = data[(int)written..];
        }
    }

    public void Flush() => Try(at => Libc.Flush(at), 0, "flush", Path);

    public void ChangeOwner(FileOwner owner) => Try(at => Libc.ChangeOwner(at, owner.User, owner.Group), 0, "change the owner of", Path);

    public void ChangeMode(UnixFileMode mode) => Try(at => Libc.ChangeMode(at, (uint)mode), 0, "change the mode of", Path);

    /// <summary>Sets its modification time, and that of the last access.</summary>
    public void ChangeTime(DateTime time)
    {
        var since = time - DateTime.UnixEpoch;
        var ticks = ((since.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond;
        var entry = new Libc.TimeEntry
        {
            Seconds = (nint)Math.Floor(since.TotalSeconds),
            Nanoseconds = (nint)(ticks * TimeSpan.NanosecondsPerTick),
        };
        Libc.TimeEntry[] times = [entry, entry];
        Try(at => Libc.ChangeTimes(at, ref times[0]), 0, "change the time of", Path);
    }

    /// <summary>Gives it an access control list, or takes away the one that its folder gave it.</summary>
    /// <param name="list">The list as the kernel has it; null for none.</param>
    /// <param name="mode">The mode that it has then.</param>
    public void ChangeAccess(byte[]? list, UnixFileMode mode)
    {
        if (list is not null)
        {
            Try(
                at => Libc.ChangeAttribute(at, AccessControlList.Attribute, ref list[0], list.Length, 0),
                0, "change the access control list of", Path);
        }
        else
        {
            switch (ErrorOf(at => Libc.RemoveAttribute(at, AccessControlList.Attribute)))
            {
                case 0:
                    ChangeMode(mode);
                    break;
                case Libc.NoData or Libc.NotSupported:
                    break;
                case var error:
                    throw PosixFailure.Of("remove the access control list of", Path, error);
            }
        }
    }

    /// <summary>Reads an extended attribute of this file.</summary>
    /// <returns>Its length; negative where there is none or no room.</returns>
    public nint ReadAttribute(string name, byte[] room) => Libc.Attribute(number, name, ref room[0], room.Length);

    /// <summary>The target of a link in this folder; null where the name is no link.</summary>
    public string? LinkTarget(string name)
    {
        var room = new byte[Libc.LongestPath];
        var length = Libc.ReadLink(number, name, ref room[0], room.Length);
        return length < 0 ? null : System.Text.Encoding.UTF8.GetString(room, 0, (int)length);
    }

    /// <summary>Makes a system call on the number; a call that a signal interrupted is made again.</summary>
    /// <param name="expected">An errno that is no failure.</param>
    /// <param name="operation">What it does, for the message: "create".</param>
    /// <param name="path">The path that it concerns.</param>
    /// <returns>True where it succeeded, false for the expected errno.</returns>
    public bool Try(Func<int, int> call, int expected, string operation, string path) => ErrorOf(call) switch
    {
        0 => true,
        var error when error == expected => false,
        var error => throw PosixFailure.Of(operation, path, error),
    };

    /// <summary>The same; gives the errno, 0 for success.</summary>
    public int ErrorOf(Func<int, int> call)
    {
        while (call(number) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Libc.Interrupted and var error)
            {
                return error;
            }
        }

        return 0;
    }

    public bool TryLock() => Try(at => Libc.Lock(at, Libc.LockExclusive | Libc.LockNonBlocking), Libc.Again, "lock", Path);

    /// <summary>Whether the file still has the name that it was opened by, or any.</summary>
    public bool IsStillNamed() =>
        ResolvedPath?.EndsWith(" (deleted)", StringComparison.Ordinal) == false;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref number, -1) is >= 0 and var open)
        {
            _ = Libc.Close(open);
        }
    }

    private static InaccessibleException Unreadable(string path, int error) =>
        new(FindingTable.KeyUnreadable.With(("path", path), ("reason", PosixFailure.Reason(error))), path);

    private static Descriptor? TryOpen(int folder, string name, string path, int flags, uint mode, out int error)
    {
        while (true)
        {
            var number = Libc.Open(folder, name, flags, mode);
            error = number >= 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
            {
                return number >= 0 ? new Descriptor(number, path) : null;
            }
        }
    }
}
