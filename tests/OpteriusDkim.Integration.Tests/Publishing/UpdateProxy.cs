using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>
/// A proxy of a name server: forwards queries, and handles each update as scripted.
/// </summary>
internal sealed class UpdateProxy : IDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly UdpClient udp;
    private readonly TcpListener tcp;
    private readonly int server;
    private readonly Func<byte[], Func<byte[], Task<byte[]>>, Task<byte[]?>> onUpdate;

    /// <param name="server">The server's port on 127.0.0.1.</param>
    /// <param name="onUpdate">Receives an update and a function that forwards it, and returns the answer; null for none.</param>
    public UpdateProxy(int server, Func<byte[], Func<byte[], Task<byte[]>>, Task<byte[]?>> onUpdate)
    {
        this.server = server;
        this.onUpdate = onUpdate;
        Port = FreePort.Next();
        udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, Port));
        tcp = new TcpListener(IPAddress.Loopback, Port);
        tcp.Start();
        _ = RelayAsync();
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>A forged success reply to an update, without the key.</summary>
    public static byte[] ForgedYes(byte[] update)
    {
        var end = 12;
        while (update[end] != 0)
        {
            end += update[end] + 1;
        }

        var answer = update[..(end + 5)];
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), 0xA800);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(4), 1);
        answer.AsSpan(6, 6).Clear();
        return answer;
    }

    public void Dispose()
    {
        end.Cancel();
        udp.Dispose();
        tcp.Dispose();
        end.Dispose();
    }

    private async Task RelayAsync()
    {
        while (!end.IsCancellationRequested)
        {
            var question = await udp.ReceiveAsync(end.Token);
            using var onward = new UdpClient();
            onward.Connect(IPAddress.Loopback, server);
            await onward.SendAsync(question.Buffer, end.Token);
            var answer = await onward.ReceiveAsync(end.Token);
            await udp.SendAsync(answer.Buffer, question.RemoteEndPoint, end.Token);
        }
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            _ = ServeAsync(await tcp.AcceptTcpClientAsync(end.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var message = await ReadAsync(client.GetStream());
            if (await onUpdate(message, ForwardAsync) is { } answer)
            {
                await WriteAsync(client.GetStream(), answer);
            }
            else
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
            }
        }
    }

    private async Task<byte[]> ForwardAsync(byte[] message)
    {
        using var onward = new TcpClient();
        await onward.ConnectAsync(IPAddress.Loopback, server, end.Token);
        await WriteAsync(onward.GetStream(), message);
        return await ReadAsync(onward.GetStream());
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, end.Token);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, end.Token);
        return message;
    }

    private async Task WriteAsync(NetworkStream stream, byte[] message)
    {
        var framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        await stream.WriteAsync(framed, end.Token);
    }
}
