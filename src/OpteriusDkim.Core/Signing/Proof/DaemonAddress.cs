using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Where a daemon listens, as its own configuration writes it.</summary>
internal sealed record DaemonAddress
{
    private static readonly TimeSpan PauseBetweenAttempts = TimeSpan.FromMilliseconds(100);

    private DaemonAddress(string text) => Text = text;

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The path of a Unix socket, or null.</summary>
    public string? Path { get; private init; }

    /// <summary>A host name or address where it is no Unix socket; where the daemon listens everywhere, the loopback address.</summary>
    public string Host { get; private init; } = "localhost";

    /// <summary>The port.</summary>
    public int Port { get; private init; }

    /// <summary>Reads <c>local:/path</c>, <c>unix:/path</c>, <c>/path</c>, <c>inet:port@host</c> or <c>inet6:port@host</c>.</summary>
    /// <param name="text">As OpenDKIM's Socket has it.</param>
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

    /// <summary>Reads what a milter's address may be, and <c>/path mode=0660 owner=user</c>, <c>host:port</c>, <c>*:port</c>.</summary>
    /// <param name="text">As Rspamd's bind_socket has it.</param>
    /// <exception cref="InvalidInputException">It is none of these.</exception>
    public static DaemonAddress ParseRspamd(string text)
    {
        var first = text.Split(' ', 2)[0];
        var (kind, _) = Cut(first);
        if (first.StartsWith('/') || kind is "local" or "unix" or "inet" or "inet6")
        {
            return ParseMilter(first);
        }

        // An address without a port has the normal worker's own.
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

    /// <summary>Connects.</summary>
    /// <param name="timeout">How long that may take.</param>
    /// <exception cref="InaccessibleException">Nobody answers; the finding says why.</exception>
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

    /// <summary>What went wrong with a connection, for people; null for what is no failure of the connection.</summary>
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

    /// <summary>A daemon that ended while it was asked.</summary>
    /// <param name="problem">What was seen of that.</param>
    public DkimFinding Ended(string problem) => FindingTable.SignerEnded.With(("endpoint", Text), ("problem", problem));

    /// <summary>Waits until something listens again, as while a daemon restarts.</summary>
    /// <returns>Why nothing does, or null.</returns>
    public async Task<DkimFinding?> AwaitListenerAsync(TimeSpan longest, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            await Task.Delay(PauseBetweenAttempts, cancellation).ConfigureAwait(false);
            try
            {
                var stream = await ConnectAsync(longest, cancellation).ConfigureAwait(false);
                await stream.DisposeAsync().ConfigureAwait(false);
                return null;
            }
            catch (InaccessibleException exception) when (since.Elapsed >= longest)
            {
                return exception.Finding;
            }
            catch (InaccessibleException)
            {
                // Not yet.
            }
        }
    }

    /// <summary>As it was written.</summary>
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

        // The class library says "cannot assign requested address" of a path that isn't there.
        var reason = Path is not null && rule == FindingTable.SocketMissing ? "no such file" : exception.Message;
        return rule.With(("endpoint", Text), ("reason", reason), ("seconds", "the system's own limit"));
    }

    private static (string Kind, string Remainder) Cut(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.StartsWith('/') ? ("", text) : (text[..colon], text[(colon + 1)..]);
    }

    private static DaemonAddress OfPort(string text, string rest, IPAddress everywhere)
    {
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var (port, host) = at < 0 ? (rest, "") : (rest[..at], rest[(at + 1)..].Trim('[', ']'));
        var isAny = host.Length == 0
            || (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? new DaemonAddress(text) { Host = isAny ? everywhere.ToString() : host, Port = number }
            : throw Invalid(text, "its port is not a number from 1 to 65535");
    }

    private static InvalidInputException Invalid(string text, string problem) =>
        new(FindingTable.InvalidSocket.With(("input", PrintableText.Quote(text)), ("problem", problem)), text);
}
