namespace OpteriusDkim;

/// <summary>Whether Postfix hands its mail to a signer: <c>smtpd_milters</c> and <c>non_smtpd_milters</c> of main.cf (postconf(5)).</summary>
public static class PostfixWiring
{
    /// <summary>Where main.cf is.</summary>
    public const string DefaultPath = "/etc/postfix/main.cf";

    private const string DefaultQueue = "/var/spool/postfix";

    private static readonly (string Setting, string Mail)[] Settings =
    [
        ("smtpd_milters", "mail that comes by SMTP"),
        ("non_smtpd_milters", "mail of local programs (sendmail, bounces)"),
    ];

    /// <summary>What is missing; nothing where there is no Postfix, or its configuration can't be read.</summary>
    /// <param name="path">The main.cf.</param>
    /// <param name="daemon">The signer.</param>
    public static IReadOnlyList<DkimFinding> ProblemsOf(string path, SignerDaemon daemon)
    {
        if (PostfixSettings.Read(path) is not { } settings)
        {
            return [];
        }

        var queue = settings["queue_directory"] ?? DefaultQueue;
        var milters = daemon.Type == SignerType.OpenDkim ? daemon.Sockets : daemon.MilterSockets;
        var sockets = milters.SelectMany(socket => FormsOf(socket, queue)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from entry in Settings
               let named = settings[entry.Setting] ?? ""
               where !MiltersIn(named).Any(milter => FormsOf(milter, queue).Any(sockets.Contains))
               select FindingTable.PostfixNotWired.With(
                   ("mail", entry.Mail), ("setting", entry.Setting), ("path", path), ("sockets", milters.Count > 0 ? string.Join(", ", milters) : "none is configured"), ("example", Example(milters, daemon.Type, queue))),
        ];
    }

    /// <summary>The milters of a list, without the settings that may stand behind each: <c>{ inet:host:port, ... }</c>.</summary>
    private static IEnumerable<string> MiltersIn(string text) =>
        text.Split([' ', '\t', ',', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains(':', StringComparison.Ordinal));

    /// <summary>
    /// The ways to say one socket, in one form: <c>inet:port@host</c> and <c>inet:host:port</c>, <c>local:path</c> and
    /// <c>unix:path</c>. To a Postfix in its chroot a path begins at the queue's directory.
    /// </summary>
    private static IEnumerable<string> FormsOf(string socket, string queue)
    {
        var parts = socket.Trim().Split(':', 2);
        if (parts.Length < 2)
        {
            return [socket];
        }

        return parts[0] is "local" or "unix"
            ? parts[1].StartsWith('/') ? [parts[1], queue.TrimEnd('/') + parts[1]] : [$"{queue.TrimEnd('/')}/{parts[1]}"]
            : [Inet(parts[1])];
    }

    private static string Inet(string place)
    {
        var at = place.IndexOf('@', StringComparison.Ordinal);
        var colon = place.LastIndexOf(':');
        var (host, port) = at >= 0 ? (place[(at + 1)..], place[..at]) : colon >= 0 ? (place[..colon], place[(colon + 1)..]) : ("", place);
        host = host.Trim('[', ']');
        return $"{(host is "" or "localhost" or "127.0.0.1" or "::1" or "0.0.0.0" or "ANY" ? "localhost" : host)} {port}";
    }

    private static string Example(IReadOnlyList<string> sockets, SignerType type, string queue)
    {
        var socket = sockets.Count > 0 ? sockets[0] : type == SignerType.OpenDkim ? "inet:8891@localhost" : "inet:11332@localhost";
        var parts = socket.Split(':', 2);
        return parts[0] is "local" or "unix" && parts.Length == 2
            ? $"unix:{(parts[1].StartsWith(queue + "/", StringComparison.Ordinal) ? parts[1][(queue.Length + 1)..] : parts[1])}"
            : parts.Length == 2 && Inet(parts[1]).Split(' ') is [var host, var port] ? $"inet:{host}:{port}" : socket;
    }
}
