using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>Passes DNS messages by UDP to a server and each answer back after a delay, as a network would.</summary>
internal sealed class DelayingRelay : IDisposable
{
    private readonly Socket front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket back = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly (EndPoint Client, ushort Id)[] asked = new (EndPoint, ushort)[ushort.MaxValue + 1];
    private readonly BlockingCollection<(long Due, byte[] Answer, EndPoint Client)> answers = [];
    private readonly Thread[] threads;

    /// <summary>Starts it.</summary>
    /// <param name="server">The server's port on loopback.</param>
    /// <param name="delay">How long each answer is held back.</param>
    public DelayingRelay(int server, TimeSpan delay)
    {
        front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        back.Connect(IPAddress.Loopback, server);
        threads = [new Thread(PassQuestions), new Thread(() => TakeAnswers(delay)), new Thread(ReturnAnswers)];
        foreach (var thread in threads)
        {
            thread.Start();
        }
    }

    /// <summary>The port on loopback to ask.</summary>
    public int Port => ((IPEndPoint)front.LocalEndPoint!).Port;

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        front.Dispose();
        back.Dispose();
        answers.CompleteAdding();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        answers.Dispose();
    }

    /// <summary>Questions of all clients leave from one socket, so each gets an id that no other has.</summary>
    private void PassQuestions() => WhileOpen(message =>
    {
        EndPoint client = new IPEndPoint(IPAddress.Any, 0);
        for (ushort id = 0; ; id++)
        {
            var length = front.ReceiveFrom(message, ref client);
            asked[id] = (client, BinaryPrimitives.ReadUInt16BigEndian(message));
            BinaryPrimitives.WriteUInt16BigEndian(message, id);
            back.Send(message, length, SocketFlags.None);
        }
    });

    private void TakeAnswers(TimeSpan delay) => WhileOpen(message =>
    {
        while (true)
        {
            var length = back.Receive(message);
            var (client, id) = asked[BinaryPrimitives.ReadUInt16BigEndian(message)];
            BinaryPrimitives.WriteUInt16BigEndian(message, id);
            answers.Add((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), message[..length], client));
        }
    });

    private void ReturnAnswers() => WhileOpen(_ =>
    {
        foreach (var (due, answer, client) in answers.GetConsumingEnumerable())
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (left > TimeSpan.Zero)
            {
                Thread.Sleep(left);
            }

            front.SendTo(answer, client);
        }
    });

    private static void WhileOpen(Action<byte[]> pass)
    {
        try
        {
            pass(new byte[4096]);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The relay was ended.
        }
    }
}
