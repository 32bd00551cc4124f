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

    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint BasicStatus = 0x7FF;

    /// <summary>STATX_ATTR_IMMUTABLE and STATX_ATTR_APPEND: chattr(1) has made it so that it can't be replaced.</summary>
    public const ulong Fixed = 0x10 | 0x20;

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

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>The time since the boot.</summary>
    public static TimeSpan SinceBoot() => Time(BootClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw PosixFailure.Of("read", "the system's clock");

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

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystem(string path, out FileSystemEntry status);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CheckAccess(int folder, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Resolve(string path, nint mustBeNull);

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindUser(string name, out UserEntry entry, ref byte buffer, nint length, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindGroup(string name, out GroupEntry entry, ref byte buffer, nint length, out nint found);

    [LibraryImport("libc", EntryPoint = "setpwent")]
    public static partial void BeginUsers();

    [LibraryImport("libc", EntryPoint = "getpwent", SetLastError = true)]
    public static partial nint NextUser();

    [LibraryImport("libc", EntryPoint = "endpwent")]
    public static partial void EndUsers();

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    public static partial int FindUser(uint user, out UserEntry entry, ref byte buffer, nint length, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    public static partial int FindGroup(uint group, out GroupEntry entry, ref byte buffer, nint length, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GroupsOf(string user, uint primary, ref uint groups, ref int count);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int folder, string path, int flags, uint mask, out StatusEntry status);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeAttribute(int descriptor, string name, ref byte value, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveAttribute(int descriptor, string name);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Attribute(string path, string name, ref byte value, nint size);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Attribute(int descriptor, string name, ref byte value, nint size);

    /// <summary>The beginning of struct statx, the same on all architectures; room for the rest.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatusEntry
    {
        [FieldOffset(8)]
        public ulong Attributes;

        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint MajorDevice;

        [FieldOffset(140)]
        public uint MinorDevice;
    }

    /// <summary>The beginning of struct statvfs; room for the rest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct FileSystemEntry
    {
        public nint BlockSize;
        public nint FragmentSize;
        public nint Blocks;
        public nint FreeBlocks;
        public nint AvailableBlocks;
        public nint Inodes;
        public nint FreeInodes;
        public nint AvailableInodes;
    }

    /// <summary>struct timespec, by the platform's word.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeEntry
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>The beginning of struct passwd, alike in glibc and musl; room for the rest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct UserEntry
    {
        public nint Name;
        public nint Password;
        public uint User;
        public uint Group;
    }

    /// <summary>The beginning of struct group, alike in glibc and musl; room for the rest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct GroupEntry
    {
        public nint Name;
        public nint Password;
        public uint Group;

        /// <summary>Pointers to names, the last one null.</summary>
        public nint Members;
    }
}
