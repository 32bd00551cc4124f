using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace OpteriusDkim;

/// <summary>Sends a message to a running milter in raw protocol bytes; it shares no code with the module.</summary>
/// <param name="socket">The path of the milter's socket.</param>
internal sealed class RawMilterClient(string socket)
{
    private const int Version = 6;
    private const int AllActions = 0x1FF;

    /// <summary>The verdict on a message of a domain: <c>signed</c>, <c>unsigned</c>, <c>451</c>, <c>550</c> or <c>closed</c>.</summary>
    public string VerdictOn(string domain)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        connection.Connect(new UnixDomainSocketEndPoint(socket));
        try
        {
            return Ask(connection, domain);
        }
        catch (SocketException)
        {
            return "closed";
        }
    }

    private static string Ask(Socket connection, string domain)
    {
        Send(connection, 'O', [0, 0, 0, Version, 0, 0, AllActions >> 8, AllActions & 0xFF, 0, 0, 0, 0]);
        Receive(connection);
        (char Command, string Data)[] steps =
        [
            ('C', "localhost\0" + "4\u0004\u00D2127.0.0.1\0"), ('H', "localhost\0"), ('M', $"<a@{domain}>\0"), ('R', "<b@y.example>\0"),
            ('L', $"From\0a@{domain}\0"), ('L', "To\0b@y.example\0"), ('L', "Date\0Tue, 24 Nov 2026 20:00:00 +0000\0"), ('N', ""),
            ('B', "hello\r\n"),
        ];
        foreach (var (command, data) in steps)
        {
            Send(connection, command, Encoding.Latin1.GetBytes(data));
            if (Receive(connection) is var reply && reply[0] != 'c')
            {
                return Word(reply, isSigned: false);
            }
        }

        Send(connection, 'E', []);
        var isSigned = false;
        while (true)
        {
            var reply = Receive(connection);
            if (reply[0] is not ('h' or 'i' or 'p'))
            {
                return Word(reply, isSigned);
            }

            isSigned |= reply.Contains("DKIM-Signature", StringComparison.Ordinal);
        }
    }

    private static string Word(string reply, bool isSigned) => reply[0] switch
    {
        'c' or 'a' => isSigned ? "signed" : "unsigned",
        't' => "451",
        'r' or 'd' => "550",
        'y' => reply[1..4],
        _ => reply,
    };

    private static void Send(Socket connection, char command, byte[] data)
    {
        var packet = new byte[5 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + data.Length);
        packet[4] = (byte)command;
        data.CopyTo(packet, 5);
        connection.Send(packet);
    }

    private static string Receive(Socket connection)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(ReceiveExactly(connection, 4));
        return Encoding.Latin1.GetString(ReceiveExactly(connection, length));
    }

    private static byte[] ReceiveExactly(Socket connection, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var count = connection.Receive(bytes, at, length - at, SocketFlags.None);
            at += count > 0 ? count : throw new SocketException((int)SocketError.ConnectionReset);
        }

        return bytes;
    }
}
