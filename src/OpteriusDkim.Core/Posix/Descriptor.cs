using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>An open file or folder; every call on it that fails throws with its path.</summary>
internal sealed class Descriptor : IDisposable
{
    private int number;

    private Descriptor(int number, string path)
    {
        this.number = number;
        Path = path;
    }

    public string Path { get; }

    /// <summary>A path to what is open, whatever became of its name; good for other processes of the same user too.</summary>
    public string PathByProcess => $"/proc/{Environment.ProcessId}/fd/{number}";

    /// <summary>The name that what is open has now, links followed.</summary>
    public string? ResolvedPath => new FileInfo($"/proc/self/fd/{number}").LinkTarget;

    /// <summary>Makes a file that must not be there yet, readable by nobody but the caller.</summary>
    public static Descriptor CreateNew(string path) =>
        Open(path, Libc.WriteOnly | Libc.Create | Libc.Exclusive, 0x180 /* 0600 */, "creating it");

    /// <summary>Opens a file to read it; null where there is none. A pipe in its place is no reason to wait.</summary>
    public static Descriptor? OpenToRead(string path)
    {
        var number = Libc.Open(path, Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (number >= 0)
        {
            return new Descriptor(number, path);
        }

        var error = Marshal.GetLastPInvokeError();
        return error is Libc.NoEntry or Libc.NotDirectory ? null : throw Unreadable(path, error);
    }

    /// <summary>The bytes of a file, and no more than a limit; null where there is none. The caller wipes them.</summary>
    public static byte[]? ReadAll(string path, int limit)
    {
        using var file = OpenToRead(path);
        if (file is null)
        {
            return null;
        }

        var room = ArrayPool<byte>.Shared.Rent(limit);
        var length = 0;
        try
        {
            length = file.Read(room.AsSpan(0, limit));
            return room[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Opens a folder, to flush its entries or to give it away.</summary>
    public static Descriptor OpenFolder(string path) => Open(path, Libc.ReadOnly, 0, "opening the folder");

    /// <summary>Opens a lock file, making it where it isn't there.</summary>
    public static Descriptor OpenLock(string path) =>
        Open(path, Libc.ReadWrite | Libc.Create, 0x180, "opening the lock");

    /// <summary>Reads until the end or until there is no more room.</summary>
    /// <returns>How much was read.</returns>
    public int Read(Span<byte> room)
    {
        var length = 0;
        while (length < room.Length)
        {
            var read = Libc.Read(number, ref MemoryMarshal.GetReference(room[length..]), room.Length - length);
            if (read < 0)
            {
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
                throw PosixFailure.Of("writing to it", Path);
            }

            data = data[(int)written..];
        }
    }

    public void Flush() => Check(Libc.Flush(number), "flushing it to disk");

    public void ChangeOwner(FileOwner owner) => Check(Libc.ChangeOwner(number, owner.User, owner.Group), "changing its owner");

    public void ChangeMode(UnixFileMode mode) => Check(Libc.ChangeMode(number, (uint)mode), "changing its mode");

    /// <summary>Gives it an access control list, or takes away the one that its folder gave it.</summary>
    /// <param name="list">The list as the kernel has it; null for none.</param>
    /// <param name="mode">The mode that it has then.</param>
    public void ChangeAccess(byte[]? list, UnixFileMode mode)
    {
        if (list is not null)
        {
            Check(Libc.ChangeAttribute(number, AccessControlList.Attribute, ref list[0], list.Length, 0), "changing its access control list");
        }
        else if (Libc.RemoveAttribute(number, AccessControlList.Attribute) == 0)
        {
            ChangeMode(mode);
        }
        else if (Marshal.GetLastPInvokeError() is not (Libc.NoData or Libc.NotSupported))
        {
            throw PosixFailure.Of("removing its access control list", Path);
        }
    }

    public bool TryLock()
    {
        if (Libc.Lock(number, Libc.LockExclusive | Libc.LockNonBlocking) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == Libc.Again ? false : throw PosixFailure.Of("locking it", Path);
    }

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

    private static Descriptor Open(string path, int flags, uint mode, string operation)
    {
        var number = Libc.Open(path, flags | Libc.CloseOnExec, mode);
        return number >= 0 ? new Descriptor(number, path) : throw PosixFailure.Of(operation, path);
    }

    private void Check(int result, string operation)
    {
        if (result != 0)
        {
            throw PosixFailure.Of(operation, Path);
        }
    }
}
