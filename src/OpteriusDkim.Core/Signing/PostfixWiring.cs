using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Whether Postfix hands its mail to a signer: <c>smtpd_milters</c> and <c>non_smtpd_milters</c> of main.cf (postconf(5)).</summary>
public static partial class PostfixWiring
{
    /// <summary>Where main.cf is.</summary>
    public const string DefaultPath = "/etc/postfix/main.cf";

    private const string DefaultQueue = "/var/spool/postfix";
    private const int DeepestReference = 8;

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
        if (Read(path) is not { } values)
        {
            return [];
        }

        var queue = values.GetValueOrDefault("queue_directory") ?? DefaultQueue;
        var sockets = daemon.Sockets.SelectMany(socket => FormsOf(socket, queue)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from entry in Settings
               let named = Expand(values.GetValueOrDefault(entry.Setting) ?? "", values, 0)
               where !MiltersIn(named).Any(milter => FormsOf(milter, queue).Any(sockets.Contains))
               select FindingTable.PostfixNotWired.With(
                   ("mail", entry.Mail), ("setting", entry.Setting), ("path", path), ("sockets", string.Join(", ", daemon.Sockets)), ("example", Example(daemon.Sockets, queue))),
        ];
    }

    private static Dictionary<string, string>? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line that begins with a space goes on with the one before; a comment doesn't end that.</summary>
    private static Dictionary<string, string> Parse(string[] lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        foreach (var line in lines.Where(line => !line.AsSpan().TrimStart().StartsWith("#") && line.AsSpan().Trim().Length > 0))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                if (last is not null)
                {
                    values[last] += " " + line.Trim();
                }

                continue;
            }

            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            last = parts.Length == 2 ? parts[0] : null;
            if (last is not null)
            {
                values[last] = parts[1];
            }
        }

        return values;
    }

    private static string Expand(string text, Dictionary<string, string> values, int depth) => depth > DeepestReference
        ? text
        : Reference().Replace(text, match => Expand(values.GetValueOrDefault(match.Groups["name"].Value) ?? "", values, depth + 1));

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

    private static string Example(IReadOnlyList<string> sockets, string queue)
    {
        var socket = sockets.Count > 0 ? sockets[0] : "inet:8891@localhost";
        var parts = socket.Split(':', 2);
        return parts[0] is "local" or "unix" && parts.Length == 2
            ? $"unix:{(parts[1].StartsWith(queue + "/", StringComparison.Ordinal) ? parts[1][(queue.Length + 1)..] : parts[1])}"
            : parts.Length == 2 && Inet(parts[1]).Split(' ') is [var host, var port] ? $"inet:{host}:{port}" : socket;
    }

    [GeneratedRegex(@"\$[{(]?(?<name>[A-Za-z0-9_]+)[})]?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
