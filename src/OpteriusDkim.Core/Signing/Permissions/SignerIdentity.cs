using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>The user as whom a signer reads keys, and its requirements for key files.</summary>
/// <param name="Groups">The groups of its process: the primary group and those with the user as member.</param>
/// <param name="RequiresSafeKeys">Whether it refuses keys that other users can read or replace (RequireSafeKeys of opendkim.conf).</param>
internal sealed record SignerIdentity(SignerType Signer, SystemUser User, IReadOnlySet<uint> Groups, bool RequiresSafeKeys)
{
    /// <summary>Its name and user, for messages.</summary>
    public string Name => $"{Signer.ProductName()} (user {User.Name})";

    /// <summary>Finds the identity of a daemon.</summary>
    /// <param name="user">Its user in the form <c>user</c> or <c>user:group</c>.</param>
    /// <exception cref="NotFoundException">The system has no such user or group.</exception>
    public static SignerIdentity Find(SignerType signer, string user, bool requiresSafeKeys, IAccounts accounts)
    {
        if (FileOwner.Find(user) is not { } owner || accounts.FindUser(owner.User) is not { } found)
        {
            throw new NotFoundException(
                FindingTable.SignerUserUnknown.With(("signer", signer.ProductName()), ("user", PrintableText.Quote(user))), user);
        }

        return new SignerIdentity(
            signer, found with { PrimaryGroup = owner.Group }, accounts.GroupsOf(found.Name, owner.Group), requiresSafeKeys);
    }

    /// <summary>Whether it has a permission for a file or folder, by the algorithm of acl(5).</summary>
    /// <param name="wanted">4 to read, 1 to search.</param>
    public bool May(FileStatus status, int wanted)
    {
        if (User.Id == 0)
        {
            return true;
        }

        if (status.Owner.User == User.Id)
        {
            return Grants(status.OwnerPermission, wanted);
        }

        var mask = status.GroupPermission;
        var named = status.Acl?.Named ?? [];
        foreach (var entry in named.Where(entry => entry.Kind == AccessEntryKind.User && entry.Id == User.Id))
        {
            return Grants(entry.Permission & mask, wanted);
        }

        int[] ofGroups =
        [
            .. Groups.Contains(status.Owner.Group) ? [status.OwningGroupPermission] : Array.Empty<int>(),
            .. named.Where(entry => entry.Kind == AccessEntryKind.Group && Groups.Contains(entry.Id)).Select(entry => entry.Permission),
        ];
        return ofGroups.Length > 0
            ? ofGroups.Any(permission => Grants(permission & mask, wanted))
            : Grants(status.OthersPermission, wanted);
    }

    private static bool Grants(int permission, int wanted) => (permission & wanted) == wanted;
}
