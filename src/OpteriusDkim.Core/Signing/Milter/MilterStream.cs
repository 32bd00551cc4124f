namespace OpteriusDkim.Signing.Milter;

/// <summary>Sends and receives the packets of a milter connection.</summary>
/// <param name="timeout">The time limit for each packet.</param>
internal sealed class MilterStream(Stream stream, TimeSpan timeout) : IDisposable
{
    /// <summary>Sends the macros of a command, names and values in turn.</summary>
    public Task SendMacrosAsync(char command, IReadOnlyList<string> macros, CancellationToken cancellation) =>
        SendAsync(new MilterPacket(MilterCommand.Macros, (byte[])[(byte)command, .. MilterPacket.Of(' ', macros).Data.Span]), cancellation);

    public async Task SendAsync(MilterPacket packet, CancellationToken cancellation)
    {
        using var limit = Limit(cancellation);
        await stream.WriteAsync(packet.ToBytes(), limit.Token).ConfigureAwait(false);
    }

    public async Task<MilterPacket> ReceiveAsync(CancellationToken cancellation)
    {
        using var limit = Limit(cancellation);
        return await MilterPacket.ReadAsync(stream, limit.Token).ConfigureAwait(false);
    }

    public void Dispose() => stream.Dispose();

    private CancellationTokenSource Limit(CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        return limit;
    }
}
