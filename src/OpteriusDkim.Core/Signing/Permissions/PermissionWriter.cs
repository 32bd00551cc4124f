using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Makes planned changes. It opens the file or folder and checks that it is still the same: the owner of its folder could
/// replace it to make root give another file away.
/// </summary>
internal static class PermissionWriter
{
    /// <summary>Checks before any change that a plan can be carried out.</summary>
    /// <exception cref="InaccessibleException">setfacl is required and not installed, or the caller may not make a change.</exception>
    public static void Require(PermissionPlan plan)
    {
        foreach (var change in plan.Changes)
        {
            RequirePermitted(change);
        }

        if (AccessControl.Program is null && plan.Changes.FirstOrDefault(change => change.NeedsAcl) is { } first)
        {
            throw new InaccessibleException(FindingTable.AclMissing.With(("path", first.Path)), first.Path);
        }
    }

    /// <exception cref="InaccessibleException">It isn't permitted, or setfacl isn't installed.</exception>
    /// <exception cref="InUseException">The file was changed meanwhile; nothing was changed here.</exception>
    public static void Apply(PermissionChange change)
    {
        using var folder = OpenFolder.TryOpen(Path.GetDirectoryName(change.Path)!);
        using var file = folder?.OpenToRead(Path.GetFileName(change.Path));
        if (file is null || file.ResolvedPath != change.Path || FileStatus.Of(file.PathByProcess) != change.States[0])
        {
            throw new InUseException(FindingTable.RepairOvertaken.With(("path", change.Path)), change.Path);
        }

        for (var step = 1; step < change.States.Count; step++)
        {
            Apply(file, change.States[step - 1], change.States[step]);
        }
    }

    /// <summary>Only root can change an owner, and only the owner or root a mode. An immutable file (chattr(1)) can't be changed.</summary>
    private static void RequirePermitted(PermissionChange change)
    {
        var (from, to) = (change.States[0], change.States[^1]);
        var isOwn = from.Owner.User == FileOwner.Caller.User && from.Owner.User == to.Owner.User;
        if (from.IsImmutable || (!FileOwner.CallerIsRoot && !isOwn))
        {
            throw PosixFailure.Of(from.Owner == to.Owner ? "change the mode of" : "change the owner of", change.Path, Libc.NotPermitted);
        }
    }

    private static void Apply(Descriptor file, FileStatus from, FileStatus to)
    {
        if (from.Owner != to.Owner)
        {
            file.ChangeOwner(to.Owner);
        }
        else if (to.Acl is null)
        {
            file.ChangeMode(to.Mode);
        }
        else
        {
            AccessControl.Change(file, from, to);
        }
    }
}
