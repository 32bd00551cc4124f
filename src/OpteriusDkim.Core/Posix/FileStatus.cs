using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>Whose a file or folder is, and who may do what with it.</summary>
/// <param name="Owner">The user and group that own it.</param>
/// <param name="Mode">Its permissions as stat(2) tells them: with an access control list, the group's are its mask.</param>
internal sealed record FileStatus(FileKind Kind, FileOwner Owner, UnixFileMode Mode)
{
    private const int KindBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int PermissionBits = 0xFFF;

    /// <summary>What an access control list adds to the mode; null where there is none.</summary>
    public AccessControlList? Acl { get; init; }

    /// <summary>Device and inode, by which the same file is known again; null where nobody asked the system.</summary>
    public string? Identity { get; init; }

    /// <summary>Names that the file has.</summary>
    public int Links { get; init; } = 1;

    /// <summary>Whether chattr(1) made it immutable, or one to append to only: then not even root may replace it.</summary>
    public bool IsFixed { get; init; }

    /// <summary>What the owner may do: 4 to read, 2 to write, 1 to execute or search, added up.</summary>
    public int OwnerPermission => ((int)Mode >> 6) & 7;

    /// <summary>What the owning group and everybody named in the access control list may do at most.</summary>
    public int GroupPermission => ((int)Mode >> 3) & 7;

    /// <summary>What everybody else may do.</summary>
    public int OthersPermission => (int)Mode & 7;

    /// <summary>What the owning group may do, where no mask takes it away.</summary>
    public int OwningGroupPermission => Acl?.OwningGroup ?? GroupPermission;

    /// <summary>The mode in octal, with a plus sign where an access control list adds to it, as ls(1) shows it.</summary>
    public string ModeText => Convert.ToString((int)Mode & PermissionBits, 8).PadLeft(4, '0') + (Acl is null ? "" : "+");

    /// <summary>Looks at what a path leads to, links followed.</summary>
    /// <returns>Its status; null where there is nothing.</returns>
    /// <exception cref="InaccessibleException">Nobody can tell.</exception>
    public static FileStatus? Of(string path)
    {
        if (Libc.Status(Libc.CurrentFolder, path, 0, Libc.BasicStatus, out var entry) != 0)
        {
            return Missing("read", path);
        }

        return From(entry) with { Acl = AccessControlList.Of(path) };
    }

    /// <summary>Reads the status of a name in an open folder, links not followed; without its access control list.</summary>
    /// <param name="name">The name; "." for the folder itself.</param>
    /// <param name="path">Its path for messages.</param>
    /// <returns>Its status; null where there is nothing.</returns>
    internal static FileStatus? Of(Descriptor folder, string name, string path)
    {
        Libc.StatusEntry entry = default;
        return folder.ErrorOf(at => Libc.Status(at, name, Libc.LinkItself, Libc.BasicStatus, out entry)) == 0
            ? From(entry)
            : Missing("read", path);
    }

    /// <summary>Looks at what has a name, links not followed; without its access control list.</summary>
    /// <returns>Its status; null where there is nothing.</returns>
    /// <exception cref="InaccessibleException">Nobody can tell.</exception>
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
            IsFixed = (entry.Attributes & Libc.Fixed) != 0,
        };

    private static FileKind KindOf(int mode) => (mode & KindBits) switch
    {
        RegularFile => FileKind.File,
        Folder => FileKind.Folder,
        _ => FileKind.Other,
    };
}
