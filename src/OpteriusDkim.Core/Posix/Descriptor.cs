using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>An open file or folder. Failed calls throw an exception with its path.</summary>
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

    /// <summary>A path to the open file that stays valid if it is renamed, also for other processes of the same user.</summary>
    public string PathByProcess => $"/proc/{Environment.ProcessId}/fd/{number}";

    /// <summary>The present path of the open file, with links resolved.</summary>
    public string? ResolvedPath => new FileInfo($"/proc/self/fd/{number}").LinkTarget;

    /// <summary>Opens a file or folder in a folder.</summary>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="flags">The flags of open(2).</param>
    /// <param name="mode">The mode of a new file.</param>
    /// <param name="error">The errno on failure.</param>
    /// <returns>The descriptor; null on failure.</returns>
    public static Descriptor? TryOpen(Descriptor folder, string name, string path, int flags, uint mode, out int error) =>
        TryOpen(folder.number, name, path, flags, mode, out error);

    /// <summary>The same, with an exception on failure.</summary>
    public static Descriptor Open(Descriptor folder, string name, string path, int flags, uint mode, string operation) =>
        Open(folder.number, name, path, flags, mode, operation);

    /// <summary>The same with the folder's descriptor number, or <see cref="Libc.CurrentFolder"/>.</summary>
    public static Descriptor Open(int folder, string name, string path, int flags, uint mode, string operation) =>
        TryOpen(folder, name, path, flags, mode, out var error) ?? throw PosixFailure.Of(operation, path, error);

    /// <summary>Opens a file for reading, without blocking on a pipe; null if it doesn't exist.</summary>
    public static Descriptor? OpenToRead(string path) =>
        TryOpen(Libc.CurrentFolder, path, path, Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec, 0, out var error)
            ?? (error is Libc.NoEntry or Libc.NotDirectory ? null : throw Unreadable(path, error));

    /// <summary>Reads a file up to a limit; null if it doesn't exist. The caller has to wipe the bytes.</summary>
    public static byte[]? ReadAll(string path, int limit)
    {
        using var file = OpenToRead(path);
        return file?.ReadAll(limit);
    }

    /// <summary>Reads this file up to a limit. The caller has to wipe the bytes.</summary>
    public byte[] ReadAll(int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        var length = 0;
        try
        {
            length = Read(buffer.AsSpan(0, limit));
            return buffer[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads until the end of the file or of the buffer.</summary>
    /// <returns>The number of bytes read.</returns>
    public int Read(Span<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var read = Libc.Read(number, ref MemoryMarshal.GetReference(buffer[length..]), buffer.Length - length);
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

    /// <summary>Flushes the whole file system that it is on.</summary>
    public void FlushFileSystem() => Try(Libc.FlushFileSystem, 0, "flush", Path);

    /// <summary>Reads an extended attribute of this file.</summary>
    /// <returns>Its length; negative if it doesn't exist or the buffer is too small.</returns>
    public nint ReadAttribute(string name, byte[] buffer) => Libc.Attribute(number, name, ref buffer[0], buffer.Length);

    /// <summary>The target of a link in this folder; null if the name isn't a link.</summary>
    public string? LinkTarget(string name)
    {
        var buffer = new byte[Libc.LongestPath];
        var length = Libc.ReadLink(number, name, ref buffer[0], buffer.Length);
        return length < 0 ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, (int)length);
    }

    /// <summary>Makes a system call with the descriptor number, again if a signal interrupted it.</summary>
    /// <param name="expected">An errno that isn't an error.</param>
    /// <param name="operation">The operation as a verb for the message, for example "create".</param>
    /// <param name="path">The path for the message.</param>
    /// <returns>True on success, false for the expected errno.</returns>
    public bool Try(Func<int, int> call, int expected, string operation, string path) => ErrorOf(call) switch
    {
        0 => true,
        var error when error == expected => false,
        var error => throw PosixFailure.Of(operation, path, error),
    };

    /// <summary>The same; returns the errno, 0 on success.</summary>
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

    /// <summary>Whether the file still has a name.</summary>
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
