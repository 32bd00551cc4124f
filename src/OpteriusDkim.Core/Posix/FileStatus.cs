using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>The owner, permissions and identity of a file or folder.</summary>
/// <param name="Mode">Its permissions from stat(2). With an access control list, the group's bits are its mask.</param>
internal sealed record FileStatus(FileKind Kind, FileOwner Owner, UnixFileMode Mode)
{
    private const int KindBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int PermissionBits = 0xFFF;

    /// <summary>The access control list, or null.</summary>
    public AccessControlList? Acl { get; init; }

    /// <summary>Device and inode, which identify the file; null if unknown.</summary>
    public string? Identity { get; init; }

    /// <summary>The file system that it is on; null if unknown.</summary>
    public string? Device => Identity?[..Identity.LastIndexOf(':')];

    /// <summary>The number of hard links.</summary>
    public int Links { get; init; } = 1;

    /// <summary>Whether it is immutable or append-only (chattr(1)), so that not even root can replace it.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>The owner's permission, as a sum of 4 (read), 2 (write) and 1 (execute or search).</summary>
    public int OwnerPermission => ((int)Mode >> 6) & 7;

    /// <summary>The mode's group bits: the maximum permission of the owning group and of named entries.</summary>
    public int GroupPermission => ((int)Mode >> 3) & 7;

    /// <summary>The permission of others.</summary>
    public int OthersPermission => (int)Mode & 7;

    /// <summary>The permission of the owning group, before the mask.</summary>
    public int OwningGroupPermission => Acl?.OwningGroup ?? GroupPermission;

    /// <summary>The mode in octal, with a plus sign for an access control list, as in ls(1).</summary>
    public string ModeText => Convert.ToString((int)Mode & PermissionBits, 8).PadLeft(4, '0') + (Acl is null ? "" : "+");

    /// <summary>Reads the status of a path, with links resolved.</summary>
    /// <returns>The status; null if it doesn't exist.</returns>
    /// <exception cref="InaccessibleException">The status can't be read.</exception>
    public static FileStatus? Of(string path)
    {
        if (Libc.Status(Libc.CurrentFolder, path, 0, Libc.BasicStatus, out var entry) != 0)
        {
            return Missing("read", path);
        }

        return From(entry) with { Acl = AccessControlList.Of(path) };
    }

    /// <summary>Reads the status of a name in an open folder, without resolving links, without its access control list.</summary>
    /// <param name="name">The name; "." for the folder itself.</param>
    /// <param name="path">Its path for messages.</param>
    /// <returns>The status; null if it doesn't exist.</returns>
    internal static FileStatus? Of(Descriptor folder, string name, string path)
    {
        Libc.StatusEntry entry = default;
        return folder.ErrorOf(at => Libc.Status(at, name, Libc.LinkItself, Libc.BasicStatus, out entry)) == 0
            ? From(entry)
            : Missing("read", path);
    }

    /// <summary>Reads the status of a path without resolving its last link, without its access control list.</summary>
    /// <returns>The status; null if it doesn't exist.</returns>
    /// <exception cref="InaccessibleException">The status can't be read.</exception>
    internal static FileStatus? OfName(string path)
    {
        if (Libc.Status(Libc.CurrentFolder, path, Libc.LinkItself, Libc.BasicStatus, out var entry) == 0)
        {
            return From(entry);
        }

        return Marshal.GetLastPInvokeError() == Libc.NameTooLong ? null : Missing("read", path);
    }

    private static FileStatus? Missing(string operation, string path) =>
        Marshal.GetLastPInvokeError() is Libc.NoEntry or Libc.NotDirectory ? null : throw PosixFailure.Of(operation, path);

    private static FileStatus From(Libc.StatusEntry entry) =>
        new(KindOf(entry.Mode), new FileOwner(entry.User, entry.Group), (UnixFileMode)(entry.Mode & PermissionBits))
        {
            Identity = $"{entry.MajorDevice}:{entry.MinorDevice}:{entry.Inode}",
            Links = (int)entry.Links,
            IsImmutable = (entry.Attributes & Libc.Fixed) != 0,
        };

    private static FileKind KindOf(int mode) => (mode & KindBits) switch
    {
        RegularFile => FileKind.File,
        Folder => FileKind.Folder,
        _ => FileKind.Other,
    };
}
