using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Checks whether OpenDKIM can listen on its Socket. It opens the socket as its own user and exits if it can't.</summary>
internal static class OpenDkimSocket
{
    /// <summary>libmilter rejects paths of this length or more: sockaddr_un has 108 bytes.</summary>
    private const int TooLong = 107;

    private const string PortHint = "write the port before the host, as in inet:8891@127.0.0.1";

    /// <summary>Why it can't listen; null if it can or that is unknown.</summary>
    /// <param name="user">The user that the daemon runs as, as <c>user</c> or <c>user:group</c>.</param>
    public static string? ProblemOf(OpenDkimConfiguration configuration, string user)
    {
        // Without a Socket the daemon needs -p on its command line, as start scripts and units give it.
        if (configuration["Socket"] is not { Value.Length: > 0 } socket)
        {
            return null;
        }

        var colon = socket.Value.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? "local" : socket.Value[..colon].ToLowerInvariant();
        var reason = kind switch
        {
            "local" or "unix" => ProblemOf(socket.Value[(colon + 1)..], user),
            "inet" or "inet6" => ProblemOfPort(kind, socket.Value[(colon + 1)..], user),
            "" => null,
            _ => $"{PrintableText.Quote(kind)} is not a kind of socket (local, inet or inet6)",
        };
        return reason is null ? null : $"{socket.Source}: {reason}";
    }

    private static string? ProblemOf(string path, string user)
    {
        if (Encoding.Latin1.GetByteCount(path) >= TooLong)
        {
            return $"the path of the socket is longer than {TooLong - 1} bytes";
        }

        if (path is not ['/', ..] || Path.GetDirectoryName(path) is not { Length: > 0 } folder)
        {
            return null;
        }

        if (!Directory.Exists(folder))
        {
            return $"the folder {PrintableText.Clean(folder)} of the socket is missing";
        }

        return File.Exists(path) ? null : ProblemOfFolder(folder, user);
    }

    /// <summary>libmilter reads leading digits as the port and doesn't look up service names.</summary>
    private static string? ProblemOfPort(string kind, string address, string user)
    {
        var digits = string.Concat(address.TakeWhile(char.IsAsciiDigit));
        if (digits.Length == 0)
        {
            return $"{PrintableText.Quote(address)} doesn't begin with a port number; {PortHint}";
        }

        if (ProblemOfHost(kind, address[digits.Length..]) is { } problem)
        {
            return problem;
        }

        return user is not ("root" or ['r', 'o', 'o', 't', ':', ..])
            && int.TryParse(digits, CultureInfo.InvariantCulture, out var port) && port > 0 && port < FirstUnprivilegedPort()
            ? $"only root can open port {port}; {PortHint}"
            : null;
    }

    /// <summary>The host after the port: an address of this host and of the kind. Names are left to the resolver.</summary>
    private static string? ProblemOfHost(string kind, string rest)
    {
        var family = kind == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var shown = PrintableText.Quote(rest);
        if (rest is not ['@', not '[', ..])
        {
            return rest.Length == 0 ? null : $"{shown} after the port is not @ and a host";
        }

        if (!IPAddress.TryParse(rest[1..], out var address))
        {
            return null;
        }

        if (address.AddressFamily != family)
        {
            return $"{shown} is not an address of the kind {kind}";
        }

        return IsOfThisHost(address) ? null : $"{shown} is not an address of this host";
    }

    private static bool IsOfThisHost(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode != SocketError.AddressNotAvailable;
        }
    }

    private static int FirstUnprivilegedPort()
    {
        const string Setting = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        return File.Exists(Setting) && int.TryParse(File.ReadAllText(Setting), CultureInfo.InvariantCulture, out var port) ? port : 1024;
    }

    private static string? ProblemOfFolder(string folder, string user)
    {
        try
        {
            return OpenDkimTemporaryFolder.ReasonOf(folder, user) is { } reason
                ? $"the socket can't be created in {PrintableText.Clean(folder)}: {reason}"
                : null;
        }
        catch (DkimException)
        {
            return null;
        }
    }
}
