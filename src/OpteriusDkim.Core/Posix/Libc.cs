using System.Runtime.InteropServices;

// libc is the system's, never a file beside the module.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace OpteriusDkim;

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

    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int LockRelease = 8;

    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Again = 11;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NotEmpty = 39;
    public const int QuotaExceeded = 122;
    public const int Range = 34;
    public const int CrossDevice = 18;

    public const int MaySearch = 1;
    public const int MayWrite = 2;

    /// <summary>AT_EACCESS: ask for the effective user, not the real one.</summary>
    public const int AsEffectiveUser = 0x200;

    /// <summary>RENAME_NOREPLACE of renameat2(2).</summary>
    public const uint RenameNoReplace = 1;

    /// <summary>AT_FDCWD: paths are taken as they stand.</summary>
    public const int CurrentFolder = -100;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

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

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveFolder(string path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, uint mode);

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
    }
}
