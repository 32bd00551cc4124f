using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace OpteriusDkim;

/// <summary>
/// OpenDKIM's verdict on a message, from its answers on the milter socket: <c>Signed</c>,
/// <c>Unsigned</c>, <c>TemporaryFailure</c>, <c>Rejected</c>, or <c>Unreachable</c> where it doesn't start or crashes.
/// </summary>
/// <param name="folder">The folder for its files.</param>
internal sealed class OpenDkimVerdicts(string folder)
{
    private const string Daemon = "/usr/sbin/opendkim";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => !FileOwner.CallerIsRoot ? "only root can become OpenDKIM's user"
        : !File.Exists(Daemon) ? "opendkim is not installed (Debian's opendkim)"
        : null;

    private string SocketPath => Path.Combine(folder, "run", "socket");

    public string ConfigurationPath => Path.Combine(folder, "opendkim.conf");

    /// <summary>Writes the files of a case.</summary>
    /// <param name="keys">The folder of the keys.</param>
    public void Write(OpenDkimCase test, string keys)
    {
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        File.SetUnixFileMode(Path.Combine(folder, "run"), (UnixFileMode)0x1FF); // 0777
        Write("F", test.Keys);
        Write("G", test.Signing);
        Write("L", test.List);
        var head = test.Configuration.Contains("UserID", StringComparison.Ordinal) ? "" : "UserID opendkim\n";
        Write("opendkim.conf", $"{head}Syslog no\nSocket local:{SocketPath}\n{test.Configuration}\n");
        CopyKey("own.key", 0x180, "opendkim:opendkim"); // 0600
        CopyKey("roots.key", 0x180, "root:root");
        CopyKey("open.key", 0x1A4, "opendkim:opendkim"); // 0644

        foreach (var (link, target) in test.Links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Filled(link))!);
            File.CreateSymbolicLink(Filled(link), Filled(target));
        }

        void CopyKey(string name, int mode, string owner)
        {
            if (!(test.Keys + test.Configuration).Contains($"{{d}}/{name}", StringComparison.Ordinal))
            {
                return;
            }

            var path = Path.Combine(folder, name);
            File.Copy(Path.Combine(keys, "example.com", "mail.private"), path);
            File.SetUnixFileMode(path, (UnixFileMode)mode);
            _ = Tool.RunAsync("chown", owner, path).GetAwaiter().GetResult().Successful;
        }

        void Write(string name, string text) => File.WriteAllBytes(Path.Combine(folder, name), Encoding.Latin1.GetBytes(Filled(text)));

        string Filled(string text) => text
            .Replace("{d}", folder, StringComparison.Ordinal)
            .Replace("{keys}", keys, StringComparison.Ordinal)
            .Replace("{K}", Path.Combine(keys, "example.com", "mail.private"), StringComparison.Ordinal);
    }

    /// <summary>Starts the daemon, sends it a message, and stops it.</summary>
    public async Task<string> AskAsync(string sender)
    {
        using var process = Tool.Start(Daemon, "-f", "-x", ConfigurationPath);
        try
        {
            return await ListensAsync(process) ? await ShowAsync(sender) : nameof(DkimSigningOutcome.Unreachable);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync();
        }
    }

    private async Task<bool> ListensAsync(Process process)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Longest && !process.HasExited; await Task.Delay(10))
        {
            if (File.Exists(SocketPath))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Speaks the milter protocol as a mail server does for a message from this host without a login.</summary>
    private async Task<string> ShowAsync(string sender)
    {
        using var socket = await ConnectAsync();
        using var stream = new NetworkStream(socket);
        await SendAsync(stream, 'O', "\0\0\0\u0006\0\0\u0001\u00ff\0\0\0\0");
        _ = await ReceiveAsync(stream);
        (char Command, string Data)[] steps =
        [
            ('C', "localhost\u00004\0\0" + "127.0.0.1\0"), ('H', "localhost\0"), ('M', $"<u@{sender}>\0"), ('R', "<b@y.example>\0"),
            ('T', ""),
            ('L', $"From\0u@{sender}\0"), ('L', "To\0b@y.example\0"), ('L', "Subject\0s\0"),
            ('L', "Date\0Tue, 24 Nov 2026 20:00:00 +0000\0"),
            ('N', ""), ('B', "hello\r\n"),
        ];
        foreach (var (command, data) in steps)
        {
            await SendAsync(stream, command, data);
            if (await ReceiveAsync(stream) is var reply && reply is not ['c', ..])
            {
                return Verdict(reply);
            }
        }

        await SendAsync(stream, 'E', "");
        for (var isSigned = false; ;)
        {
            var reply = await ReceiveAsync(stream);
            isSigned |= reply.Contains("DKIM-Signature\0", StringComparison.Ordinal);
            if (reply is "" or [('a' or 'c' or 'd' or 'r' or 't' or 'y'), ..])
            {
                return isSigned && reply is ['a' or 'c', ..] ? nameof(DkimSigningOutcome.Signed) : Verdict(reply);
            }
        }
    }

    /// <summary>Connects with retries, since the socket file exists before the daemon listens.</summary>
    private async Task<Socket> ConnectAsync()
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
                return socket;
            }
            catch (SocketException) when (since.Elapsed < Longest)
            {
                socket.Dispose();
            }
        }
    }

    private static string Verdict(string reply) => (reply switch
    {
        "" => DkimSigningOutcome.Unreachable,
        ['t', ..] or ['y', '4', ..] => DkimSigningOutcome.TemporaryFailure,
        ['r' or 'd' or 'y', ..] => DkimSigningOutcome.Rejected,
        _ => DkimSigningOutcome.Unsigned,
    }).ToString();

    private static async Task SendAsync(Stream stream, char command, string data)
    {
        byte[] packet = [0, 0, (byte)((data.Length + 1) >> 8), (byte)(data.Length + 1), (byte)command, .. Encoding.Latin1.GetBytes(data)];
        await stream.WriteAsync(packet);
    }

    /// <summary>A reply, starting with its letter; empty if the daemon has disconnected.</summary>
    private static async Task<string> ReceiveAsync(Stream stream)
    {
        try
        {
            var length = new byte[4];
            await stream.ReadExactlyAsync(length);
            var packet = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await stream.ReadExactlyAsync(packet);
            return Encoding.Latin1.GetString(packet);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
