using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>Plans the change that makes a file or folder safe and accessible to every signer. Pure: nothing is written.</summary>
internal sealed class PermissionRepair(KeySafety safety)
{
    private const UnixFileMode OpenToOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Plans the change of one file or folder.</summary>
    /// <param name="path">Its path with links resolved.</param>
    /// <returns>The change; null if none suits all signers.</returns>
    public PermissionChange? Plan(string path, FileStatus now, IReadOnlyList<SignerIdentity> signers)
    {
        var wanted = new WantedPermission(safety.Rules, signers, now).State();
        if (safety.Assess(path, wanted, signers).Findings.Count > 0)
        {
            return null;
        }

        FileStatus[] states = [now, .. new[] { Between(now, wanted), wanted }.Distinct().Where(state => state != now)];
        return new PermissionChange(path, states, [.. states.Skip(1).Select((state, at) => Command(path, states[at], state))]);
    }

    /// <summary>
    /// The state after the first of two steps. Signers keep their access in it: the owner changes last, so
    /// that a signer that is the owner or in the group has its access control entry by then. But the group of a key without access
    /// for others changes first, because OpenDKIM reads a list's mask as the permission of the old group.
    /// </summary>
    private static FileStatus Between(FileStatus now, FileStatus wanted) =>
        now.Owner.User == wanted.Owner.User && (now.Mode & OpenToOthers) == 0
            ? now with { Owner = wanted.Owner }
            : wanted with { Owner = now.Owner };

    private string Command(string path, FileStatus from, FileStatus to)
    {
        if (from.Owner != to.Owner)
        {
            return $"{ChangeOwner(from.Owner, to.Owner)} {path}";
        }

        return to.Acl is null ? $"chmod {to.ModeText} {path}" : $"setfacl -m {AccessControl.Entries(from, to, safety.Rules.NameOf)} {path}";
    }

    private string ChangeOwner(FileOwner from, FileOwner to)
    {
        var user = from.User == to.User ? "" : safety.Rules.NameOf(to.User);
        return from.Group == to.Group ? $"chown {user}" : $"chown {user}:{safety.Rules.GroupNameOf(to.Group)}";
    }
}
