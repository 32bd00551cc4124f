using System.Collections.Concurrent;
using System.Net.Sockets;

namespace OpteriusDkim.Tests;

/// <summary>
/// A milter with scripted answers: for each command letter the bytes to send, whole packets or not. Without an
/// answer it sends "continue"; it records what it received.
/// </summary>
internal sealed class ScriptedMilter : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Dictionary<char, byte[]?> answers;
    private int faults;

    public ScriptedMilter(Dictionary<char, byte[]?>? answers = null, MilterSteps steps = MilterSteps.None)
    {
        this.answers = new() { ['O'] = Negotiation(steps), ['D'] = [], ['A'] = [], ['Q'] = [] };
        foreach (var (letter, bytes) in answers ?? [])
        {
            this.answers[letter] = bytes;
        }

        listener.Bind(new UnixDomainSocketEndPoint(Path));
        listener.Listen();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>How often the scripted answers are sent; afterwards it behaves correctly.</summary>
    public int Faults { get; init; } = int.MaxValue;

    /// <summary>Whether it stops listening after closing a connection.</summary>
    public bool EndsAtFault { get; init; }

    public string Path => folder["milter.sock"];

    public DaemonAddress Address => DaemonAddress.ParseMilter("local:" + Path);

    public ConcurrentQueue<MilterPacket> Received { get; } = new();

    public int Connections { get; private set; }

    /// <summary>Packets one after the other.</summary>
    public static byte[] Packets(params MilterPacket[] packets) => [.. packets.SelectMany(packet => packet.ToBytes())];

    public static byte[] Letter(char letter) => Packets(new MilterPacket(letter, default));

    public static byte[] Negotiation(MilterSteps steps)
    {
        byte[] data = [0, 0, 0, 6, 0, 0, 1, 0xFF, .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder((int)steps))];
        return Packets(new MilterPacket('O', data));
    }

    public void Dispose()
    {
        listener.Dispose();
        folder.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            Connections++;
            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            while (true)
            {
                var packet = await MilterPacket.ReadAsync(stream, CancellationToken.None);
                Received.Enqueue(packet);
                if (!answers.TryGetValue(packet.Letter, out var answer))
                {
                    answer = Letter('c');
                }

                // Null ends the connection.
                if (answer is null && Interlocked.Increment(ref faults) <= Faults)
                {
                    if (EndsAtFault)
                    {
                        listener.Dispose();
                    }

                    return;
                }

                answer ??= packet.Letter == 'O' ? Negotiation(MilterSteps.None) : Letter('c');

                await stream.WriteAsync(answer);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ObjectDisposedException)
        {
            // The client has disconnected.
        }
    }
}
