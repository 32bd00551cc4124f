using System.Globalization;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.OpenDkim;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>The socket for Postfix: one that all its processes can reach, else a new one of the signer.</summary>
/// <param name="Milter">The milter in Postfix's syntax.</param>
/// <param name="Commands">The commands that create the signer's socket; empty if an existing one is reachable.</param>
/// <param name="File">The file of a new socket; null if there is none.</param>
internal sealed record MilterPlacement(string Milter, IReadOnlyList<string> Commands, string? File)
{
    private const string FolderName = "opendkim";
    private const string RspamdDefault = "127.0.0.1:11332";

    /// <param name="sockets">The signer's milter sockets.</param>
    /// <param name="isChrooted">Whether one of the connecting processes runs in a chroot.</param>
    public static MilterPlacement Of(
        PostfixConfiguration postfix, SignerDaemon daemon, IReadOnlyList<MilterSocket> sockets, bool isChrooted)
    {
        foreach (var socket in sockets)
        {
            if (Reachable(postfix, socket, isChrooted) is { } milter)
            {
                return new MilterPlacement(milter, [], null);
            }
        }

        return daemon.Type == SignerType.OpenDkim ? Moved(postfix, daemon, sockets) : ByTcp(daemon);
    }

    /// <summary>A socket in Postfix's syntax; null if not every process can connect to it.</summary>
    private static string? Reachable(PostfixConfiguration postfix, MilterSocket socket, bool isChrooted)
    {
        if (socket.FileFor(postfix.Queue, isChrooted: false) is not { } file)
        {
            return socket.PostfixForm;
        }

        // A relative path is the same file with and without a chroot.
        var below = BelowQueue(postfix, file);
        return below switch
        {
            _ when PostfixReach.DenialOf(postfix, file) is not null => null,
            not null => $"unix:{below}",
            _ when isChrooted => null,
            _ => socket.PostfixForm,
        };
    }

    private static string? BelowQueue(PostfixConfiguration postfix, string file)
    {
        var queue = ResolvedPath.Of(postfix.Queue) + "/";
        return file.StartsWith(queue, StringComparison.Ordinal) ? file[queue.Length..] : null;
    }

    /// <summary>
    /// A folder in the queue directory for OpenDKIM's socket, whose group the socket inherits. The alternative, the user postfix
    /// in OpenDKIM's group, would make RequireSafeKeys refuse keys that this group can read.
    /// </summary>
    private static MilterPlacement Moved(PostfixConfiguration postfix, SignerDaemon daemon, IReadOnlyList<MilterSocket> sockets)
    {
        var folder = $"{postfix.Queue}/{FolderName}";
        var present = sockets.Select(socket => socket.FileFor(postfix.Queue, isChrooted: false))
            .FirstOrDefault(file => file is not null && Path.GetDirectoryName(file) == ResolvedPath.Of(folder));
        var file = present ?? $"{folder}/{FolderName}.sock";
        var lines = new List<string>();
        if (present is null)
        {
            lines.Add($"Socket local:{file}");
        }

        if (!GrantsGroup(daemon))
        {
            lines.Add("UMask 007");
        }

        return new MilterPlacement(
            $"unix:{FolderName}/{Path.GetFileName(file)}",
            [
                $"install -d -o {ShellText.Quote(daemon.User)} -g {ShellText.Quote(GroupOf(postfix))} -m 2750 {ShellText.Quote(folder)}",
                .. lines.Count == 0
                    ? []
                    : new[]
                    {
                        $"printf '%s\\n' '' {string.Join(' ', lines.Select(ShellText.Quote))} >> "
                        + $"{ShellText.Quote(daemon.ConfigurationPath)}",
                    },
                SignerReload.RestartCommand(daemon),
            ],
            file);
    }

    private static MilterPlacement ByTcp(SignerDaemon daemon)
    {
        var file = Path.Combine(Path.GetDirectoryName(daemon.ConfigurationPath)!, "local.d", "worker-proxy.inc");
        return new MilterPlacement(
            $"inet:{RspamdDefault}",
            [
                $"printf '%s\\n' {ShellText.Quote($"bind_socket = \"{RspamdDefault}\";")} >> {ShellText.Quote(file)}",
                SignerReload.RestartCommand(daemon),
            ],
            null);
    }

    /// <summary>Whether the umask of opendkim.conf lets the group connect.</summary>
    private static bool GrantsGroup(SignerDaemon daemon)
    {
        try
        {
            var mask = OpenDkimConfiguration.Read(daemon.ConfigurationPath)["UMask"]?.Value;
            return mask is not null && mask.All(digit => digit is >= '0' and <= '7') && mask.Length is > 0 and < 6
                && (Convert.ToInt32(mask, 8) & 0b010_000) == 0;
        }
        catch (DkimException)
        {
            return false;
        }
    }

    private static string GroupOf(PostfixConfiguration postfix) =>
        FileOwner.Find(postfix["mail_owner"]) is { } owner
            ? new SystemAccounts().FindGroup(owner.Group)?.Name ?? owner.Group.ToString(CultureInfo.InvariantCulture)
            : postfix["mail_owner"];
}
