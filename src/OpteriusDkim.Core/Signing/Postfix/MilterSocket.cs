using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>
/// The socket of a milter. All notations can be parsed: <c>inet:port@host</c>, <c>inet:host:port</c>, <c>local:path</c>,
/// <c>unix:path</c> and a bare path.
/// </summary>
/// <param name="Path">The path as written; null for TCP.</param>
/// <param name="Host">The host; <c>localhost</c> for every address of this host.</param>
internal sealed record MilterSocket(string? Path, string Host, string Port)
{
    private static readonly string[] ThisHost = ["", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "*", "any"];

    public static MilterSocket Parse(string text)
    {
        var (kind, rest) = text.Trim().Split(':', 2) is [var before, var after] && !before.Contains('/', StringComparison.Ordinal)
            ? (before.ToLowerInvariant(), after)
            : ("unix", text.Trim());
        if (kind is not ("inet" or "inet6"))
        {
            return new MilterSocket(rest, "", "");
        }

        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var colon = rest.LastIndexOf(':');
        var (host, port) = at switch
        {
            >= 0 => (rest[(at + 1)..], rest[..at]),
            _ when colon >= 0 => (rest[..colon], rest[(colon + 1)..]),
            _ => ("", rest),
        };
        host = host.Trim('[', ']').ToLowerInvariant();
        return new MilterSocket(null, ThisHost.Contains(host) ? "localhost" : host, port)
        {
            IsIPv6 = kind == "inet6" || host.Contains(':', StringComparison.Ordinal),
        };
    }

    public bool IsIPv6 { get; private init; }

    /// <summary>The socket in Postfix's syntax, with addresses, because a chroot may lack /etc/hosts.</summary>
    public string PostfixForm => Path is not null ? $"unix:{Path}" : $"inet:{(Host, IsIPv6) switch
    {
        ("localhost", true) => "[::1]",
        ("localhost", false) => "127.0.0.1",
        (_, true) => $"[{Host}]",
        _ => Host,
    }}:{Port}";

    /// <summary>The file of the socket on this host, with links resolved; null for TCP.</summary>
    /// <param name="queue">Postfix's queue directory, the base of relative paths.</param>
    /// <param name="isChrooted">Whether the connecting process runs in a chroot of the queue directory.</param>
    public string? FileFor(string queue, bool isChrooted)
    {
        if (Path is null)
        {
            return null;
        }

        return isChrooted
            ? ChrootedPath.Resolve(queue, Path)
            : ResolvedPath.Of(Path.StartsWith('/') ? System.IO.Path.GetFullPath(Path) : System.IO.Path.GetFullPath(Path, queue));
    }
}
