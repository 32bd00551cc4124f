using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>
/// Where a milter listens, in one form for all that write it differently: <c>inet:port@host</c> and <c>inet:host:port</c>,
/// <c>local:path</c>, <c>unix:path</c> and a bare path.
/// </summary>
/// <param name="Path">The path as it is written; null for TCP.</param>
/// <param name="Host">The host, <c>localhost</c> for every form of this host.</param>
internal sealed record MilterSocket(string? Path, string Host, string Port)
{
    private static readonly string[] ThisHost = ["", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "*", "any"];

    /// <summary>Reads any of the forms.</summary>
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

    /// <summary>Whether it is an IPv6 address.</summary>
    public bool IsIPv6 { get; private init; }

    /// <summary>The socket as Postfix writes it; a chroot needs no /etc/hosts for an address.</summary>
    public string PostfixForm => Path is not null ? $"unix:{Path}" : $"inet:{(Host, IsIPv6) switch
    {
        ("localhost", true) => "[::1]",
        ("localhost", false) => "127.0.0.1",
        (_, true) => $"[{Host}]",
        _ => Host,
    }}:{Port}";

    /// <summary>The file of the socket on this host, links followed.</summary>
    /// <param name="queue">Postfix's queue directory, to which a relative path is relative.</param>
    /// <param name="isChrooted">Whether who connects has the queue directory as its root.</param>
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
