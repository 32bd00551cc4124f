using System.Buffers.Binary;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Milter;

/// <summary>
/// The mail server's side of a milter connection. It sends the macros that Postfix sends for the client.
/// </summary>
internal sealed class MilterConnection : IDisposable
{
    private const int Version = 6;
    private const uint AllActions = 0x1FF;
    private const int MaxReplies = 10_000;

    private readonly Stream stream;
    private readonly TimeSpan timeout;
    private MilterSteps steps;
    private DkimSigningOutcome? connectionOutcome;

    private MilterConnection(Stream stream, TimeSpan timeout)
    {
        this.stream = stream;
        this.timeout = timeout;
    }

    /// <summary>Connects, negotiates and sends the client's data.</summary>
    /// <param name="timeout">The time limit for each reply.</param>
    public static async Task<MilterConnection> OpenAsync(
        DaemonAddress address, ProbeClient client, TimeSpan timeout, CancellationToken cancellation)
    {
        var connection = new MilterConnection(await address.ConnectAsync(timeout, cancellation).ConfigureAwait(false), timeout);
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
            await SendAsync(new MilterPacket(MilterCommand.Abort, default), cancellation).ConfigureAwait(false);
            return new ProbeResult(early, probe.Message);
        }

        return await EndAsync(probe.Message, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends SMFIC_QUIT.</summary>
    public Task QuitAsync(CancellationToken cancellation) => SendAsync(new MilterPacket(MilterCommand.Quit, default), cancellation);

    public void Dispose() => stream.Dispose();

    private async Task NegotiateAsync(CancellationToken cancellation)
    {
        var offer = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(offer, Version);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(4), AllActions);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(8), (uint)MilterSteps.Offered);
        await SendAsync(new MilterPacket(MilterCommand.Negotiate, offer), cancellation).ConfigureAwait(false);
        var reply = await ReceiveAsync(cancellation).ConfigureAwait(false);
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
        await SendMacrosAsync(
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
        await SendMacrosAsync(
            MilterCommand.Mail,
            ["i", "OPTERIUSDKIM", .. LoginOf(probe.Client), "{mail_addr}", probe.EnvelopeSender],
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

    private static IEnumerable<string> LoginOf(ProbeClient client) => client.Login is null ? [] :
    [
        .. client.SendsAuthType ? ["{auth_type}", "PLAIN"] : Array.Empty<string>(),
        .. client.SendsLoginName ? ["{auth_authen}", client.Login] : Array.Empty<string>(),
    ];

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

        await SendAsync(packet, cancellation).ConfigureAwait(false);
        if (steps.HasFlag(SilenceAt(declined)))
        {
            return null;
        }

        for (var replies = 0; replies < MaxReplies; replies++)
        {
            var reply = await ReceiveAsync(cancellation).ConfigureAwait(false);
            if (reply.Letter is MilterReply.Continue or MilterReply.Skip)
            {
                return null;
            }

            if (reply.Letter != MilterReply.Progress)
            {
                return OutcomeOf(reply) ?? throw Unexpected(reply);
            }
        }

        throw new InvalidDataException($"more than {MaxReplies} replies to one command");
    }

    /// <summary>The flag of a milter that doesn't reply at a step. Rspamd replies only at the end of the message.</summary>
    private static MilterSteps SilenceAt(MilterSteps step) => step switch
    {
        MilterSteps.NoConnect => MilterSteps.SilentConnect,
        MilterSteps.NoHello => MilterSteps.SilentHello,
        MilterSteps.NoMail => MilterSteps.SilentMail,
        MilterSteps.NoRecipient => MilterSteps.SilentRecipient,
        MilterSteps.NoData => MilterSteps.SilentData,
        MilterSteps.NoHeaders => MilterSteps.SilentHeaders,
        MilterSteps.NoEndOfHeaders => MilterSteps.SilentEndOfHeaders,
        MilterSteps.NoBody => MilterSteps.SilentBody,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "It is no step of a message."),
    };

    /// <summary>Ends the message and applies the milter's modifications.</summary>
    private async Task<ProbeResult> EndAsync(MailMessage message, CancellationToken cancellation)
    {
        await SendAsync(new MilterPacket(MilterCommand.EndOfMessage, default), cancellation).ConfigureAwait(false);
        StringBuilder? body = null;
        for (var replies = 0; replies < MaxReplies; replies++)
        {
            var reply = await ReceiveAsync(cancellation).ConfigureAwait(false);
            switch (reply.Letter)
            {
                case MilterReply.Continue or MilterReply.Accept:
                    return ProbeResult.Passed(body is null ? message : message with { Body = body.ToString() });
                case MilterReply.ReplaceBody:
                    // The size is limited below.
                    (body ??= new StringBuilder()).Append(Encoding.Latin1.GetString(reply.Data.Span));
                    break;
                default:
                    if (OutcomeOf(reply) is { } outcome)
                    {
                        return new ProbeResult(outcome, message);
                    }

                    message = Changed(message, reply);
                    break;
            }

            if (body?.Length > MilterPacket.MaxSize)
            {
                throw new InvalidDataException("a replacement body that is too large");
            }
        }

        throw new InvalidDataException($"more than {MaxReplies} replies to one message");
    }

    private MailMessage Changed(MailMessage message, MilterPacket reply)
    {
        switch (reply.Letter)
        {
            case MilterReply.AddHeader:
                var added = reply.Header(0);
                return message.Add(added.Name, Received(added.Value));
            case MilterReply.InsertHeader:
                var inserted = reply.Header(4);
                return message.Insert((int)Math.Min(reply.Number(), int.MaxValue), inserted.Name, Received(inserted.Value));
            case MilterReply.ChangeHeader:
                var changed = reply.Header(4);
                return message.Change(changed.Name, (int)Math.Clamp(reply.Number(), 1, int.MaxValue), Received(changed.Value));
            case MilterReply.Progress:
                return message;
            default:
                return MilterReply.WithoutConsequence.Contains(reply.Letter, StringComparison.Ordinal) ? message : throw Unexpected(reply);
        }
    }

    private string Received(string value) => steps.HasFlag(MilterSteps.LeadingSpace) && value.StartsWith(' ') ? value[1..] : value;

    private static DkimSigningOutcome? OutcomeOf(MilterPacket reply) => reply.Letter switch
    {
        MilterReply.Accept => DkimSigningOutcome.Unsigned,
        MilterReply.TemporaryFailure or MilterReply.ConnectionFailure or MilterReply.Shutdown => DkimSigningOutcome.TemporaryFailure,
        MilterReply.ReplyCode =>
            reply.Data.Length > 0 && reply.Data.Span[0] == '4' ? DkimSigningOutcome.TemporaryFailure : DkimSigningOutcome.Rejected,
        MilterReply.Reject or MilterReply.Discard => DkimSigningOutcome.Rejected,
        _ => null,
    };

    private static InvalidDataException Unexpected(MilterPacket reply) =>
        new($"a reply {PrintableText.Quote(reply.Letter.ToString())} that isn't permitted at this step");

    private Task SendMacrosAsync(char command, IReadOnlyList<string> macros, CancellationToken cancellation) =>
        SendAsync(new MilterPacket(MilterCommand.Macros, (byte[])[(byte)command, .. MilterPacket.Of(' ', macros).Data.Span]), cancellation);

    private async Task SendAsync(MilterPacket packet, CancellationToken cancellation)
    {
        using var limit = Limit(cancellation);
        await stream.WriteAsync(packet.ToBytes(), limit.Token).ConfigureAwait(false);
    }

    private async Task<MilterPacket> ReceiveAsync(CancellationToken cancellation)
    {
        using var limit = Limit(cancellation);
        return await MilterPacket.ReadAsync(stream, limit.Token).ConfigureAwait(false);
    }

    private CancellationTokenSource Limit(CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        return limit;
    }
}
