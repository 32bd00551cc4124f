using System.Runtime.InteropServices;

// libc is the system's, never a file beside the host.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace OpteriusDkim;

/// <summary>
/// What <see cref="Console"/> does too, but not without putting the terminal into another mode first, and not without
/// keeping silent about a reader that went away.
/// </summary>
internal static partial class Libc
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int BrokenPipe = 32;

    /// <summary>TIOCGWINSZ.</summary>
    public const uint GetWindowSize = 0x5413;

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Control(int descriptor, nuint request, out TerminalSize size);
}
