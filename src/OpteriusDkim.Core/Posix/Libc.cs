using System.Runtime.InteropServices;

// libc is the system's, never a file beside the module.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace OpteriusDkim.Posix;

/// <summary>The calls into libc that the class library lacks. Constants are Linux's, the same on all architectures unless said.</summary>
internal static partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_PATH: to reach names through it, not to read it.</summary>
    public const int PathOnly = 0x200000;

    /// <summary>O_DIRECTORY: it has another value on ARM.</summary>
    public static readonly int Folder = IsArm ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW: it has another value on ARM.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int TooManyInSystem = 23;
    public const int TooManyFiles = 24;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NameTooLong = 36;
    public const int NotEmpty = 39;
    public const int LinkLoop = 40;
    public const int QuotaExceeded = 122;
    public const int Range = 34;

    /// <summary>ENODATA: there is no such attribute.</summary>
    public const int NoData = 61;

    /// <summary>EOPNOTSUPP: the file system has no such thing.</summary>
    public const int NotSupported = 95;

    public const int MaySearch = 1;
    public const int MayWrite = 2;

    /// <summary>AT_EACCESS: ask for the effective user, not the real one.</summary>
    public const int AsEffectiveUser = 0x200;

    /// <summary>RENAME_NOREPLACE of renameat2(2).</summary>
    public const uint RenameNoReplace = 1;

    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    public const int LinkItself = 0x100;

    /// <summary>AT_REMOVEDIR of unlinkat(2).</summary>
    public const int RemoveFolderFlag = 0x200;

    /// <summary>PATH_MAX.</summary>
    public const int LongestPath = 4096;

    /// <summary>AT_FDCWD: paths are taken as they stand.</summary>
    public const int CurrentFolder = -100;

    public const int SignalHangUp = 1;
    public const int SignalUser1 = 10;

    /// <summary>CLOCK_BOOTTIME: it starts at the boot, runs on while the host sleeps, and can't be set.</summary>
    private const int BootClock = 7;

    /// <summary>RLIMIT_NOFILE.</summary>
    private const int OpenFiles = 7;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>The time since the boot.</summary>
    public static TimeSpan SinceBoot() => Time(BootClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw PosixFailure.Of("read", "the system's clock");

    /// <summary>How many files this process may open.</summary>
    public static int MostOpenFiles() => ReadLimit(OpenFiles, out var limit) == 0
        ? (int)Math.Min(limit.Soft, int.MaxValue)
        : throw PosixFailure.Of("read", "the limit of open files");

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int ReadLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int Time(int clock, out TimeEntry time);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int FlushFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int descriptor, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(int fromFolder, string existing, int toFolder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(int folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeLink(string target, int folder, string name);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLink(int folder, string name, ref byte target, nint size);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    public static partial int ChangeTimes(int descriptor, ref TimeEntry times);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Resolve(string path, nint mustBeNull);

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    /// <summary>struct timespec, by the platform's word.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeEntry
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>struct rlimit, by the platform's word.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
