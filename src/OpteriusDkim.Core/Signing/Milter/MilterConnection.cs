using System.Buffers.Binary;
using System.Text;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Milter;

/// <summary>The mail server's side of a milter connection. It sends the macros that Postfix sends for the client.</summary>
internal sealed class MilterConnection : IDisposable
{
    private const int Version = 6;
    private const uint AllActions = 0x1FF;
    private const int MaxReplies = 10_000;

    private readonly MilterStream stream;
    private MilterSteps steps;
    private DkimSigningOutcome? connectionOutcome;

    private MilterConnection(MilterStream stream) => this.stream = stream;

    /// <summary>Connects, negotiates and sends the client's data.</summary>
    /// <param name="timeout">The time limit for each reply.</param>
    public static async Task<MilterConnection> OpenAsync(
        DaemonAddress address, ProbeClient client, TimeSpan timeout, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // The connection disposes of it.
        var stream = await address.ConnectAsync(timeout, cancellation).ConfigureAwait(false);
#pragma warning restore CA2000
        var connection = new MilterConnection(new MilterStream(stream, timeout));
        try
        {
            await connection.NegotiateAsync(cancellation).ConfigureAwait(false);
            await connection.SendConnectAsync(client, cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message to the milter.</summary>
    /// <returns>What a mail server would do with it.</returns>
    public async Task<ProbeResult> TryAsync(ProbeMessage probe, CancellationToken cancellation)
    {
        if ((connectionOutcome ?? await SendEnvelopeAndContentAsync(probe, cancellation).ConfigureAwait(false)) is { } early)
        {
            await stream.SendAsync(new MilterPacket(MilterCommand.Abort, default), cancellation).ConfigureAwait(false);
            return new ProbeResult(early, probe.Message);
        }

        return await EndAsync(probe.Message, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends SMFIC_QUIT.</summary>
    public Task QuitAsync(CancellationToken cancellation) => stream.SendAsync(new MilterPacket(MilterCommand.Quit, default), cancellation);

    public void Dispose() => stream.Dispose();

    private async Task NegotiateAsync(CancellationToken cancellation)
    {
        var offer = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(offer, Version);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(4), AllActions);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(8), (uint)MilterSteps.Offered);
        await stream.SendAsync(new MilterPacket(MilterCommand.Negotiate, offer), cancellation).ConfigureAwait(false);
        var reply = await stream.ReceiveAsync(cancellation).ConfigureAwait(false);
        if (reply.Letter != MilterCommand.Negotiate || reply.Number() is < 2 or > Version)
        {
            throw new InvalidDataException("no valid reply to the protocol version negotiation");
        }

        steps = (MilterSteps)reply.Number(2);
        if ((steps & ~MilterSteps.Offered) != 0)
        {
            throw new InvalidDataException("a request for protocol steps that were not offered");
        }
    }

    private async Task SendConnectAsync(ProbeClient client, CancellationToken cancellation)
    {
        await stream.SendMacrosAsync(
            MilterCommand.Connect,
            ["j", "localhost", "{daemon_name}", client.DaemonName, "v", "OpteriusDkim"],
            cancellation).ConfigureAwait(false);
        var family = client.Address.Contains(':', StringComparison.Ordinal) ? (byte)'6' : (byte)'4';
        var address = family == '6' ? "IPv6:" + client.Address : client.Address;
        byte[] information = [.. Encoding.ASCII.GetBytes(client.Host), 0, family, 0, 0, .. Encoding.ASCII.GetBytes(address), 0];
        connectionOutcome = await StepAsync(
            MilterSteps.NoConnect, new MilterPacket(MilterCommand.Connect, information), cancellation).ConfigureAwait(false)
            ?? await StepAsync(MilterSteps.NoHello, MilterPacket.Of(MilterCommand.Hello, "localhost"), cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a message up to its body, without SMFIC_BODYEOB.</summary>
    /// <returns>The outcome if the milter decides before the end of the message; otherwise null.</returns>
    private async Task<DkimSigningOutcome?> SendEnvelopeAndContentAsync(ProbeMessage probe, CancellationToken cancellation)
    {
        await stream.SendMacrosAsync(
            MilterCommand.Mail,
            ["i", "OPTERIUSDKIM", .. probe.Client.LoginMacros, "{mail_addr}", probe.EnvelopeSender],
            cancellation).ConfigureAwait(false);
        return await StepAsync(
            MilterSteps.NoMail, MilterPacket.Of(MilterCommand.Mail, $"<{probe.EnvelopeSender}>"), cancellation).ConfigureAwait(false)
            ?? await StepAsync(
                MilterSteps.NoRecipient,
                MilterPacket.Of(MilterCommand.Recipient, $"<{ProbeMessage.Recipient}>"),
                cancellation).ConfigureAwait(false)
            ?? await StepAsync(MilterSteps.NoData, new MilterPacket(MilterCommand.Data, default), cancellation).ConfigureAwait(false)
            ?? await SendHeadersAsync(probe.Message, cancellation).ConfigureAwait(false)
            ?? await StepAsync(
                MilterSteps.NoEndOfHeaders, new MilterPacket(MilterCommand.EndOfHeaders, default), cancellation).ConfigureAwait(false)
            ?? await StepAsync(
                MilterSteps.NoBody, new MilterPacket(MilterCommand.Body, Encoding.Latin1.GetBytes(probe.Message.Body)),
                cancellation).ConfigureAwait(false);
    }

    private async Task<DkimSigningOutcome?> SendHeadersAsync(MailMessage message, CancellationToken cancellation)
    {
        foreach (var (name, value) in message.Headers)
        {
            var sent = steps.HasFlag(MilterSteps.LeadingSpace) ? " " + value : value;
            if (await StepAsync(
                MilterSteps.NoHeaders,
                MilterPacket.Of(MilterCommand.Header, name, sent),
                cancellation).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }
        }

        return null;
    }

    /// <summary>Sends one command, unless the milter has declined this step.</summary>
    /// <returns>The outcome if the milter decides; null to continue.</returns>
    private async Task<DkimSigningOutcome?> StepAsync(MilterSteps declined, MilterPacket packet, CancellationToken cancellation)
    {
        if (steps.HasFlag(declined))
        {
            return null;
        }

        await stream.SendAsync(packet, cancellation).ConfigureAwait(false);
        if (steps.HasFlag(MilterSilence.At(declined)))
        {
            return null;
        }

        for (var replies = 0; replies < MaxReplies; replies++)
        {
            var reply = await stream.ReceiveAsync(cancellation).ConfigureAwait(false);
            if (reply.Letter is MilterReply.Continue or MilterReply.Skip)
            {
                return null;
            }

            if (reply.Letter != MilterReply.Progress)
            {
                return MilterModification.OutcomeOf(reply) ?? throw MilterModification.Unexpected(reply);
            }
        }

        throw new InvalidDataException($"more than {MaxReplies} replies to one command");
    }

    /// <summary>Ends the message and applies the milter's modifications.</summary>
    private async Task<ProbeResult> EndAsync(MailMessage message, CancellationToken cancellation)
    {
        await stream.SendAsync(new MilterPacket(MilterCommand.EndOfMessage, default), cancellation).ConfigureAwait(false);
        StringBuilder? body = null;
        for (var replies = 0; replies < MaxReplies; replies++)
        {
            var reply = await stream.ReceiveAsync(cancellation).ConfigureAwait(false);
            switch (reply.Letter)
            {
                case MilterReply.Continue or MilterReply.Accept:
                    return ProbeResult.Passed(body is null ? message : message with { Body = body.ToString() });
                case MilterReply.ReplaceBody:
                    // The size is limited below.
                    (body ??= new StringBuilder()).Append(Encoding.Latin1.GetString(reply.Data.Span));
                    break;
                default:
                    if (MilterModification.OutcomeOf(reply) is { } outcome)
                    {
                        return new ProbeResult(outcome, message);
                    }

                    message = MilterModification.Apply(message, reply, steps.HasFlag(MilterSteps.LeadingSpace));
                    break;
            }

            if (body?.Length > MilterPacket.MaxSize)
            {
                throw new InvalidDataException("a replacement body that is too large");
            }
        }

        throw new InvalidDataException($"more than {MaxReplies} replies to one message");
    }
}
