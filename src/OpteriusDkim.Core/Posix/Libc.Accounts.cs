using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <content>Users and groups.</content>
internal static partial class Libc
{
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
