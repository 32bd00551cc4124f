using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>Tells which of many sockets have something to read, for one thread that waits for all of them (epoll(7)).</summary>
internal sealed class Epoll
{
    private const int MostAtOnce = 64;

    /// <summary>
    /// struct epoll_event is packed on x86-64 and nowhere else: a mask, and eight bytes that come back as they were given.
    /// </summary>
    private static readonly int Entry = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] entries = new byte[MostAtOnce * Entry];
    private readonly int[] ready = new int[MostAtOnce];
    private readonly int number = Libc.MakeEpoll(Libc.EpollCloseOnExec);

    public Epoll()
    {
        if (number < 0)
        {
            throw PosixFailure.Of("making it", "epoll");
        }
    }

    /// <summary>Watches a socket, until it is closed.</summary>
    public void Add(int descriptor)
    {
        Span<byte> entry = stackalloc byte[Entry];
        MemoryMarshal.Write(entry, Libc.EpollReadable);
        MemoryMarshal.Write(entry[^sizeof(ulong)..], descriptor);
        if (Libc.ControlEpoll(number, Libc.EpollAdd, descriptor, ref entry[0]) != 0)
        {
            throw PosixFailure.Of("watching a socket", "epoll");
        }
    }

    /// <summary>Waits until there is something to read on a socket, an error included.</summary>
    /// <returns>The sockets, until the next call; none where the time is up.</returns>
    public ReadOnlySpan<int> Wait(TimeSpan limit)
    {
        var count = Math.Max(0, Libc.WaitForEpoll(number, ref entries[0], MostAtOnce, (int)limit.TotalMilliseconds));
        for (var at = 0; at < count; at++)
        {
            ready[at] = MemoryMarshal.Read<int>(entries.AsSpan(((at + 1) * Entry) - sizeof(ulong)));
        }

        return ready.AsSpan(0, count);
    }

    /// <summary>Ends it.</summary>
    public void Close() => _ = Libc.Close(number);
}
