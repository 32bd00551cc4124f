using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpteriusDkim.Posix;

/// <summary>
/// The entries of an access control list (acl(5)) in addition to the mode. With a list, the group's bits of the mode are
/// its mask, and the permission of the owning group is here.
/// </summary>
/// <param name="OwningGroup">The permission of the owning group, as a sum of 4 (read), 2 (write) and 1 (execute).</param>
/// <param name="Named">The entries of named users and groups.</param>
internal sealed record AccessControlList(int OwningGroup, IReadOnlyList<AccessEntry> Named)
{
    /// <summary>The extended attribute that contains it.</summary>
    internal const string Attribute = "system.posix_acl_access";
    private const int HeaderLength = 4;
    private const int EntryLength = 8;
    private const int MaxAttributeSize = 64 * 1024;

    // Tags of the kernel's include/uapi/linux/posix_acl.h.
    private const int NamedUser = 0x02;
    private const int OwningGroupTag = 0x04;
    private const int NamedGroup = 0x08;
    private const int Mask = 0x10;

    public bool Equals(AccessControlList? other) =>
        other is not null && OwningGroup == other.OwningGroup && Named.SequenceEqual(other.Named);

    public override int GetHashCode() => HashCode.Combine(OwningGroup, Named.Count);

    /// <summary>Reads the list of a file or folder.</summary>
    /// <returns>The list; null if there is only the mode.</returns>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    internal static AccessControlList? Of(string path) => BytesOf(path) is { } value ? Read(value) : null;

    /// <summary>The list of a file or folder in the kernel's format, for copying.</summary>
    /// <returns>The list, or null.</returns>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    internal static byte[]? BytesOf(string path) =>
        BytesOf(buffer => Libc.Attribute(path, Attribute, ref buffer[0], buffer.Length), path);

    /// <summary>The list of an open file.</summary>
    /// <returns>The list, or null.</returns>
    internal static byte[]? BytesOf(Descriptor file) => BytesOf(buffer => file.ReadAttribute(Attribute, buffer), file.Path);

    private static byte[]? BytesOf(Func<byte[], nint> read, string path)
    {
        var value = new byte[256];
        var length = read(value);
        if (length < 0 && Marshal.GetLastPInvokeError() == Libc.Range)
        {
            value = new byte[MaxAttributeSize];
            length = read(value);
        }

        if (length >= 0)
        {
            return value[..(int)length];
        }

        return Marshal.GetLastPInvokeError() is Libc.NoData or Libc.NotSupported or Libc.NoEntry
            ? null
            : throw PosixFailure.Of("read the access control list of", path);
    }

    /// <summary>Parses the kernel's format: a version, then tag, permission and id of each entry, little-endian.</summary>
    /// <returns>The list; null if it has no mask and therefore no named entries.</returns>
    internal static AccessControlList? Read(ReadOnlySpan<byte> value)
    {
        var owningGroup = 0;
        var masked = false;
        var named = new List<AccessEntry>();
        for (var at = HeaderLength; at + EntryLength <= value.Length; at += EntryLength)
        {
            int permission = BinaryPrimitives.ReadUInt16LittleEndian(value[(at + 2)..]);
            var id = BinaryPrimitives.ReadUInt32LittleEndian(value[(at + 4)..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(value[at..]))
            {
                case NamedUser:
                    named.Add(new AccessEntry(AccessEntryKind.User, id, permission));
                    break;
                case NamedGroup:
                    named.Add(new AccessEntry(AccessEntryKind.Group, id, permission));
                    break;
                case OwningGroupTag:
                    owningGroup = permission;
                    break;
                case Mask:
                    masked = true;
                    break;
                default:
                    // Owner and others are in the mode.
                    break;
            }
        }

        return masked ? new AccessControlList(owningGroup, named) : null;
    }
}
