using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <content>What a file or file system is: status, attributes, free space.</content>
internal static partial class Libc
{
    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint BasicStatus = 0x7FF;

    /// <summary>STATX_ATTR_IMMUTABLE and STATX_ATTR_APPEND: chattr(1) has made it so that it can't be replaced.</summary>
    public const ulong Fixed = 0x10 | 0x20;

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

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystem(string path, out FileSystemEntry status);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CheckAccess(int folder, string path, int mode, int flags);

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
}
