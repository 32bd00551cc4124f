using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// What a file or folder could be made into: other owners and groups, fewer bits for the group and everybody, and what
/// signers need. Nothing is ever given to everybody, or to a group that others have.
/// </summary>
/// <param name="rules">Knows who is in a group.</param>
/// <param name="signers">Who is to be able to use it.</param>
internal sealed class PermissionCandidates(SafeKeyRules rules, IReadOnlyList<SignerIdentity> signers)
{
    private const int OwnerCost = 4;
    // The old group loses what it had.
    private const int GroupCost = 6;
    private const int ModeCost = 2;
    private const int MaskCost = 1;
    private const int EntryCost = 5;
    // A key that was open to everybody ends as 0600, unless the signer reads it through the group.
    private const int OpenGroupCost = 3;

    /// <summary>All of them, those first that change least.</summary>
    /// <param name="now">What it is.</param>
    public IEnumerable<FileStatus> For(FileStatus now) =>
        from user in Distinct(now.Owner.User, signers.Select(signer => signer.User.Id))
        from @group in Distinct(now.Owner.Group, signers.Select(signer => signer.User.PrimaryGroup))
        from owner in new[] { now.OwnerPermission, now.OwnerPermission | Needed(now) }.Distinct()
        from owning in OwningGroupBits(now).Distinct()
        from others in new[]
        {
            now.OthersPermission,
            now.OthersPermission & ~Dangerous(now),
            now.OthersPermission & ~Dangerous(now) & now.OwningGroupPermission & Mask(now),
        }.Distinct()
        from entries in Subsets(signers)
        from state in WithMasks(now, new FileOwner(user, @group), owner, owning, others, entries)
        where !Widens(now, state)
        orderby Cost(now, state)
        select state;

    /// <summary>Whether anybody but the signers and root would get more than he has.</summary>
    /// <param name="now">What it is.</param>
    /// <param name="then">What it would be.</param>
    public bool Widens(FileStatus now, FileStatus then)
    {
        var before = now.OwningGroupPermission & Mask(now);
        var after = then.OwningGroupPermission & Mask(then);
        var groupGains = then.Owner.Group == now.Owner.Group ? after & ~before : after;

        // Who leaves a group by its change is one of all the others then.
        var leaversGain = then.Owner.Group == now.Owner.Group ? 0 : then.OthersPermission & ~before;
        return (groupGains != 0 && rules.OthersIn(then.Owner.Group, signers).Count > 0)
            || (leaversGain != 0 && rules.OthersIn(now.Owner.Group, signers).Count > 0)
            || (then.Acl?.Named ?? []).Any(entry => !IsSigner(entry) && (entry.Permission & Mask(then) & ~Mask(now)) != 0);
    }

    private static int Needed(FileStatus status) => status.Kind == FileKind.Folder ? 1 : 4;

    /// <summary>What others must not have: to write to a folder; to read or write a key.</summary>
    private static int Dangerous(FileStatus status) => status.Kind == FileKind.Folder ? 2 : 6;

    private static int[] OwningGroupBits(FileStatus now) =>
    [
        now.OwningGroupPermission,
        now.OwningGroupPermission & ~Dangerous(now),
        now.OwningGroupPermission & Mask(now),
        now.OwningGroupPermission | Needed(now),
    ];

    private static uint[] Distinct(uint now, IEnumerable<uint> ofSigners) => [.. ofSigners.Prepend(now).Append(0U).Distinct()];

    private static IEnumerable<SignerIdentity[]> Subsets(IReadOnlyList<SignerIdentity> all) =>
        Enumerable.Range(0, 1 << all.Count).Select(bits => all.Where((_, at) => (bits >> at & 1) != 0).ToArray());

    private IEnumerable<FileStatus> WithMasks(
        FileStatus now, FileOwner owner, int ownerBits, int owningGroup, int others, SignerIdentity[] entries)
    {
        if (now.Acl is null && entries.Length == 0)
        {
            yield return State(now, owner, ownerBits, owningGroup, others, null);
            yield break;
        }

        var named = WithEntries(now, entries);
        int[] masks = now.Acl is null
            ? [owningGroup | Needed(now)]
            : [now.GroupPermission, now.GroupPermission | Needed(now), now.GroupPermission & ~Dangerous(now), Needed(now)];
        foreach (var mask in masks.Distinct())
        {
            // A wider mask must not give back what the old one took from others.
            var kept = (mask & ~Mask(now)) == 0
                ? named
                : [.. named.Select(entry => IsSigner(entry) ? entry : entry with { Permission = entry.Permission & Mask(now) })];
            yield return State(now, owner, ownerBits, mask, others, new AccessControlList(owningGroup, kept));
        }
    }

    private static List<AccessEntry> WithEntries(FileStatus now, SignerIdentity[] signers)
    {
        var entries = (now.Acl?.Named ?? []).ToList();
        foreach (var signer in signers)
        {
            var at = entries.FindIndex(entry => entry.Kind == AccessEntryKind.User && entry.Id == signer.User.Id);
            if (at < 0)
            {
                entries.Add(new AccessEntry(AccessEntryKind.User, signer.User.Id, Needed(now)));
            }
            else
            {
                entries[at] = entries[at] with { Permission = entries[at].Permission | Needed(now) };
            }
        }

        return entries;
    }

    private static FileStatus State(
        FileStatus now, FileOwner owner, int ownerBits, int groupBits, int others, AccessControlList? acl) => now with
    {
        Owner = owner,
        Mode = (UnixFileMode)(((int)now.Mode & ~0x1FF) | (ownerBits << 6) | (groupBits << 3) | others),
        Acl = acl,
    };

    private static int Cost(FileStatus now, FileStatus then) =>
        (then.Owner.User == now.Owner.User ? 0 : OwnerCost)
        + (then.Owner.Group == now.Owner.Group ? 0 : GroupCost)
        + (then.OwnerPermission == now.OwnerPermission ? 0 : ModeCost)
        + GroupModeCost(now, then)
        + (then.OthersPermission == now.OthersPermission ? 0 : ModeCost)
        + (then.Acl is null || then.GroupPermission == now.GroupPermission ? 0 : MaskCost)
        + ((then.Acl?.Named ?? []).Except(now.Acl?.Named ?? []).Count() * EntryCost);

    private static int GroupModeCost(FileStatus now, FileStatus then)
    {
        var wasOpen = now.Kind == FileKind.File && (now.OthersPermission & Dangerous(now)) != 0;
        if (then.OwningGroupPermission != now.OwningGroupPermission)
        {
            return ModeCost;
        }

        return wasOpen && (then.OwningGroupPermission & Dangerous(then)) != 0 ? OpenGroupCost : 0;
    }

    private bool IsSigner(AccessEntry entry) =>
        entry.Kind == AccessEntryKind.User && signers.Any(signer => signer.User.Id == entry.Id);

    private static int Mask(FileStatus status) => status.Acl is null ? 7 : status.GroupPermission;
}
