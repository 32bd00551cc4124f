using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The address of a daemon's socket, in the notation of its configuration.</summary>
internal sealed record DaemonAddress
{
    private static readonly TimeSpan PauseBetweenAttempts = TimeSpan.FromMilliseconds(100);

    private DaemonAddress(string text) => Text = text;

    /// <summary>The address as written.</summary>
    public string Text { get; }

    /// <summary>The path of a Unix socket; null for TCP.</summary>
    public string? Path { get; private init; }

    /// <summary>The host name or address for TCP; the loopback address if the daemon listens on all addresses.</summary>
    public string Host { get; private init; } = "localhost";

    public int Port { get; private init; }

    /// <summary>
    /// Parses OpenDKIM's Socket: <c>local:/path</c>, <c>unix:/path</c>, <c>/path</c>, <c>inet:port@host</c>, <c>inet6:port@host</c>.
    /// </summary>
    /// <exception cref="InvalidInputException">It is none of these.</exception>
    public static DaemonAddress ParseMilter(string text)
    {
        var (kind, rest) = Cut(text);
        return kind switch
        {
            "local" or "unix" or "" when rest.StartsWith('/') => new DaemonAddress(text) { Path = rest },
            "local" or "unix" or "" => throw Invalid(text, "it is not an absolute path"),
            "inet" or "inet6" => OfPort(text, rest, kind == "inet" ? IPAddress.Loopback : IPAddress.IPv6Loopback),
            _ => throw Invalid(text, "it doesn't begin with local:, unix:, inet: or inet6:"),
        };
    }

    /// <summary>Parses Rspamd's bind_socket: the same, <c>/path mode=0660 owner=user</c>, <c>host:port</c>, <c>*:port</c>.</summary>
    /// <exception cref="InvalidInputException">It is none of these.</exception>
    public static DaemonAddress ParseRspamd(string text)
    {
        var first = text.Split(' ', 2)[0];
        var (kind, _) = Cut(first);
        if (first.StartsWith('/') || kind is "local" or "unix" or "inet" or "inet6")
        {
            return ParseMilter(first);
        }

        // The default port is that of the normal worker.
        var colon = first.LastIndexOf(':');
        var (host, port) = colon < 0
            || (first.EndsWith(']') || first.IndexOf(':', StringComparison.Ordinal) != colon && !first.StartsWith('['))
            ? (first, "11333")
            : (first[..colon], first[(colon + 1)..]);
        host = host.Trim('[', ']');
        return kind == "systemd" || host.Length == 0
            ? throw Invalid(text, kind == "systemd" ? "a socket opened by systemd has no address in the configuration" : "it has no host")
            : OfPort(text, $"{port}@{host switch { "*" or "*v4" => "127.0.0.1", "*v6" => "::1", _ => host }}", IPAddress.Loopback);
    }

    /// <exception cref="InaccessibleException">The connection failed; the finding has the reason.</exception>
    public async Task<Stream> ConnectAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        EndPoint end = Path is null ? new DnsEndPoint(Host, Port) : new UnixDomainSocketEndPoint(Path);
        Socket? socket = null;
        try
        {
            socket = NewSocket();
            await socket.ConnectAsync(end, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        catch (Exception exception) when (Failure(exception, timeout, cancellation) is not null)
        {
            throw Failure(exception, timeout, cancellation)!;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>The error for a failed connection; null for other exceptions.</summary>
    public InaccessibleException? Failure(Exception exception, TimeSpan timeout, CancellationToken cancellation)
    {
        var finding = exception switch
        {
            InaccessibleException => null,
            OperationCanceledException when !cancellation.IsCancellationRequested => FindingTable.SocketTimeout.With(
                ("endpoint", Text), ("seconds", timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture))),
            SocketException socket => OfSocket(socket),
            ArgumentException argument => FindingTable.SocketMissing.With(("endpoint", Text), ("reason", argument.Message)),
            EndOfStreamException => Ended("it closed the connection"),
            IOException { InnerException: SocketException } => Ended("it reset the connection"),
            _ => null,
        };
        return finding is null ? exception as InaccessibleException : new InaccessibleException(finding, Text, exception);
    }

    /// <summary>The finding on a daemon that closed the connection.</summary>
    public DkimFinding Ended(string problem) => FindingTable.SignerEnded.With(("endpoint", Text), ("problem", problem));

    /// <summary>Waits until a daemon listens again, for example after a restart.</summary>
    /// <returns>Why it doesn't; null on success.</returns>
    public async Task<DkimFinding?> AwaitListenerAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            await Task.Delay(PauseBetweenAttempts, cancellation).ConfigureAwait(false);
            try
            {
                var stream = await ConnectAsync(timeout, cancellation).ConfigureAwait(false);
                await stream.DisposeAsync().ConfigureAwait(false);
                return null;
            }
            catch (InaccessibleException exception) when (watch.Elapsed >= timeout)
            {
                return exception.Finding;
            }
            catch (InaccessibleException)
            {
                // Retry.
            }
        }
    }

    public override string ToString() => Text;

    private Socket NewSocket() => Path is null
        ? new Socket(SocketType.Stream, ProtocolType.Tcp)
        : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private DkimFinding OfSocket(SocketException exception)
    {
        var rule = exception.SocketErrorCode switch
        {
            SocketError.AccessDenied => FindingTable.SocketDenied,
            SocketError.ConnectionRefused => FindingTable.SocketRefused,
            SocketError.TimedOut => FindingTable.SocketTimeout,
            _ => FindingTable.SocketMissing,
        };

        // The class library reports "cannot assign requested address" for a missing path.
        var reason = Path is not null && rule == FindingTable.SocketMissing ? "no such file" : exception.Message;
        return rule.With(("endpoint", Text), ("reason", reason), ("seconds", "the system's own limit"));
    }

    private static (string Kind, string Remainder) Cut(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.StartsWith('/') ? ("", text) : (text[..colon], text[(colon + 1)..]);
    }

    private static DaemonAddress OfPort(string text, string rest, IPAddress loopback)
    {
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var (port, host) = at < 0 ? (rest, "") : (rest[..at], rest[(at + 1)..].Trim('[', ']'));
        var isAny = host.Length == 0
            || (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? new DaemonAddress(text) { Host = isAny ? loopback.ToString() : host, Port = number }
            : throw Invalid(text, "its port is not a number from 1 to 65535");
    }

    private static InvalidInputException Invalid(string text, string problem) =>
        new(FindingTable.InvalidSocket.With(("input", PrintableText.Quote(text)), ("problem", problem)), text);
}
