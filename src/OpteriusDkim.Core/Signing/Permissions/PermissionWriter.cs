using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Makes planned changes. Each is made on the opened file or folder, after a look that it is still the one that was
/// judged: its folder may belong to a user who would like root to give another file away.
/// </summary>
internal static class PermissionWriter
{
    /// <summary>Refuses a plan that can't be made here, before any of it is.</summary>
    /// <exception cref="InaccessibleException">It needs setfacl, which isn't installed, or the caller may not make a change.</exception>
    public static void Require(PermissionPlan plan)
    {
        foreach (var change in plan.Changes)
        {
            RequirePermitted(change);
        }

        if (AccessControl.Program is null && plan.Changes.FirstOrDefault(change => change.NeedsAcl) is { } needy)
        {
            throw new InaccessibleException(FindingTable.AclMissing.With(("path", needy.Path)), needy.Path);
        }
    }

    /// <summary>Makes a change.</summary>
    /// <exception cref="InaccessibleException">It isn't permitted, or setfacl isn't there.</exception>
    /// <exception cref="InUseException">Somebody else changed the file meanwhile; nothing was changed here.</exception>
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

    /// <summary>Only root gives files away, and only the owner changes a mode; chattr(1) keeps even root from it.</summary>
    private static void RequirePermitted(PermissionChange change)
    {
        var (from, to) = (change.States[0], change.States[^1]);
        var isOwn = from.Owner.User == FileOwner.Caller.User && from.Owner.User == to.Owner.User;
        if (from.IsFixed || (!FileOwner.CallerIsRoot && !isOwn))
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
