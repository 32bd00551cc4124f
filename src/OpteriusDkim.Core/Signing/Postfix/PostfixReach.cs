using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>Whether a route's milters include the signer, and whether Postfix can connect to it.</summary>
/// <param name="Item">The milter of the signer as written; null if the route has none.</param>
/// <param name="Problem">Why Postfix can't connect to it, or null.</param>
internal sealed record PostfixReach(PostfixRoute Route, string? Item, string? Problem)
{
    private const int Write = 2;
    private const int Search = 1;

    /// <summary>Whether the signer receives the mail of this route.</summary>
    public bool IsWired => Item is not null && Problem is null && !Route.IsWithoutMilters;

    public static PostfixReach Of(PostfixConfiguration postfix, PostfixRoute route, IReadOnlyList<MilterSocket> sockets)
    {
        PostfixReach? wrongFile = null;
        foreach (var item in MilterList.Split(route.Milters))
        {
            var milter = MilterSocket.Parse(MilterList.AddressOf(item));
            if (sockets.Any(socket => IsSame(postfix.Queue, socket, milter, route.IsChrooted)))
            {
                return new PostfixReach(route, item, DenialOf(postfix, milter.FileFor(postfix.Queue, route.IsChrooted)));
            }

            // The path is right, but in the chroot it is another file.
            if (route.IsChrooted
                && milter.Path is not null
                && sockets.Any(socket => IsSame(postfix.Queue, socket, milter, isChrooted: false)))
            {
                wrongFile ??= new PostfixReach(
                    route, item,
                    $"{route.Service!.Command} ({route.Service.Key} in master.cf) runs in a chroot, where {milter.Path} is "
                    + $"{milter.FileFor(postfix.Queue, true)}");
            }
        }

        return wrongFile ?? new PostfixReach(route, null, null);
    }

    /// <summary>Why Postfix's user can't connect to a socket; null if it can or the socket doesn't exist.</summary>
    public static string? DenialOf(PostfixConfiguration postfix, string? file)
    {
        if (file is null || FileOwner.Find(postfix["mail_owner"]) is not { } owner)
        {
            return null;
        }

        var accounts = new SystemAccounts();
        var name = postfix["mail_owner"];
        var user = new SignerIdentity(
            SignerType.OpenDkim, new SystemUser(name, owner.User, owner.Group), accounts.GroupsOf(name, owner.Group), false);
        try
        {
            foreach (var folder in FoldersOf(file))
            {
                if (FileStatus.Of(folder) is { } status && !user.May(status, Search))
                {
                    return $"the user {name} can't enter {folder} ({Describe(status, accounts)})";
                }
            }

            return FileStatus.Of(file) is { } socket && !user.May(socket, Write)
                ? $"the user {name} can't write to {file} ({Describe(socket, accounts)})"
                : null;
        }
        catch (InaccessibleException)
        {
            // An ordinary user may not see the folder.
            return null;
        }
    }

    private static bool IsSame(string queue, MilterSocket signer, MilterSocket milter, bool isChrooted)
    {
        if (signer.Path is null || milter.Path is null)
        {
            return signer.Path is null && milter.Path is null && (signer.Host, signer.Port) == (milter.Host, milter.Port);
        }

        var (own, other) = (signer.FileFor("/", isChrooted: false)!, milter.FileFor(queue, isChrooted)!);
        return own == other || IsOneFile(own, other);
    }

    /// <summary>Compares identities, because a folder may be mounted twice.</summary>
    private static bool IsOneFile(string one, string other)
    {
        try
        {
            return FileStatus.Of(one)?.Identity is { } identity && identity == FileStatus.Of(other)?.Identity;
        }
        catch (InaccessibleException)
        {
            return false;
        }
    }

    private static Stack<string> FoldersOf(string file)
    {
        var folders = new Stack<string>();
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Push(folder);
        }

        return folders;
    }

    private static string Describe(FileStatus status, SystemAccounts accounts)
    {
        var user = accounts.FindUser(status.Owner.User)?.Name ?? $"{status.Owner.User}";
        var group = accounts.FindGroup(status.Owner.Group)?.Name ?? $"{status.Owner.Group}";
        return $"{user}:{group} {status.ModeText}";
    }
}
