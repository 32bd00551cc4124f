using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Determines the state in which a file or folder is safe and accessible to every signer. Only signers gain access: not
/// everyone, and not a group with other members. Pure: nothing is written.
/// </summary>
internal sealed class WantedPermission
{
    private const int AllBits = 7;
    private const uint Root = 0;

    private readonly SafeKeyRules rules;
    private readonly IReadOnlyList<SignerIdentity> signers;
    private readonly FileStatus now;
    private readonly int needed;
    private readonly int dangerous;
    private readonly SignerIdentity? strict;
    private readonly bool isGroupUnsafe;

    public WantedPermission(SafeKeyRules rules, IReadOnlyList<SignerIdentity> signers, FileStatus now)
    {
        this.rules = rules;
        this.signers = signers;
        this.now = now;
        (needed, dangerous) = now.Kind == FileKind.Folder ? (1, 2) : (4, 6);

        // Only OpenDKIM checks owner and group.
        strict = signers.FirstOrDefault(signer => signer.Signer == SignerType.OpenDkim);
        isGroupUnsafe = strict is not null && rules.OthersIn(now.Owner.Group, strict).Count > 0;
    }

    private SignerIdentity FirstSigner => strict ?? signers[0];

    private int MaskNow => now.Acl is null ? AllBits : now.GroupPermission;

    private int GroupNow => now.OwningGroupPermission & MaskNow;

    /// <summary>The wanted state: unsafe permissions are removed, then each signer gets what it lacks.</summary>
    public FileStatus State()
    {
        var closed = Closed();
        if (!IsOwnerSafe(closed))
        {
            closed = closed with { Owner = now.Owner with { User = strict!.User.Id } };
        }

        return signers.Where(signer => signer != FirstSigner).Prepend(FirstSigner).Aggregate(closed, GrantAccess);
    }

    private FileStatus Closed()
    {
        var others = now.OthersPermission & ~dangerous;

        // A key that was accessible to everyone gets 0600, unless a signer reads it through the group.
        var wasOpen = now is { Kind: FileKind.File, Acl: null } && others != now.OthersPermission;
        var group = isGroupUnsafe || wasOpen ? now.GroupPermission & ~dangerous : now.GroupPermission;
        return WithBits(now, now.OwnerPermission, group, others);
    }

    private bool IsOwnerSafe(FileStatus state) => strict is null || state.Owner.User is Root || state.Owner.User == strict.User.Id
        || (state.Kind == FileKind.Folder && (state.OwnerPermission & dangerous) == 0);

    /// <summary>Gives a signer access: as owner, else through the group, else as new owner, else by an access control list.</summary>
    private FileStatus GrantAccess(FileStatus state, SignerIdentity signer)
    {
        if (signer.May(state, needed))
        {
            return state;
        }

        if (state.Owner.User != signer.User.Id)
        {
            if (CanUseGroup(signer))
            {
                return WithMask(state, state.OwningGroupPermission | needed, state.Acl?.Named);
            }

            if (signer != FirstSigner)
            {
                return WithEntry(state, signer);
            }
        }

        return WithBits(state, state.OwnerPermission | needed, state.GroupPermission, state.OthersPermission) with
        {
            Owner = state.Owner with { User = signer.User.Id },
        };
    }

    private bool CanUseGroup(SignerIdentity signer) => signer.Groups.Contains(now.Owner.Group)
        && now.Acl?.Named.Any(entry => IsEntryOf(entry, signer)) != true
        && (now.Kind == FileKind.Folder || !isGroupUnsafe)
        && ((GroupNow & needed) != 0 || rules.OthersIn(now.Owner.Group, signers).Count == 0);

    private FileStatus WithEntry(FileStatus state, SignerIdentity signer)
    {
        var named = state.Acl?.Named ?? [];
        var entry = named.FirstOrDefault(entry => IsEntryOf(entry, signer));
        named =
        [
            .. named.Where(other => !IsEntryOf(other, signer)),
            new AccessEntry(AccessEntryKind.User, signer.User.Id, entry.Permission | needed),
        ];

        // OpenDKIM reads a list's mask as the group's bits, so the group of a shared key has to be safe.
        return now.Kind == FileKind.File && isGroupUnsafe
            ? WithMask(WithSafeGroup(state), 0, named)
            : WithMask(state, state.OwningGroupPermission, named);
    }

    /// <summary>Members of the old group become others, and must not gain access by that.</summary>
    private FileStatus WithSafeGroup(FileStatus state)
    {
        uint[] groups = [.. signers.Select(signer => signer.User.PrimaryGroup), Root];
        return WithBits(state, state.OwnerPermission, state.GroupPermission, state.OthersPermission & GroupNow) with
        {
            Owner = state.Owner with { Group = Array.Find(groups, candidate => rules.OthersIn(candidate, strict!).Count == 0) },
        };
    }

    /// <summary>Extends the mask for the signers. Other entries must not regain permissions that the old mask removed.</summary>
    private FileStatus WithMask(FileStatus state, int owningGroup, IReadOnlyList<AccessEntry>? named)
    {
        var mask = state.GroupPermission | needed;
        return WithBits(state, state.OwnerPermission, mask, state.OthersPermission) with
        {
            Acl = named is null ? null : new AccessControlList(owningGroup & (MaskNow | needed), [.. named.Select(WithinMask)]),
        };
    }

    private AccessEntry WithinMask(AccessEntry entry) =>
        signers.Any(signer => IsEntryOf(entry, signer)) ? entry : entry with { Permission = entry.Permission & MaskNow };

    private static bool IsEntryOf(AccessEntry entry, SignerIdentity signer) =>
        entry.Kind == AccessEntryKind.User && entry.Id == signer.User.Id;

    private static FileStatus WithBits(FileStatus state, int owner, int group, int others) => state with
    {
        Mode = (UnixFileMode)(((int)state.Mode & ~0x1FF) | (owner << 6) | (group << 3) | others),
    };
}
