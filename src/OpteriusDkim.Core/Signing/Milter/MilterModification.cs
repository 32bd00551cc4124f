using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Milter;

/// <summary>What a milter's replies do to a message.</summary>
internal static class MilterModification
{
    /// <summary>The outcome that a reply decides; null where it decides nothing.</summary>
    public static DkimSigningOutcome? OutcomeOf(MilterPacket reply) => reply.Letter switch
    {
        MilterReply.Accept => DkimSigningOutcome.Unsigned,
        MilterReply.TemporaryFailure or MilterReply.ConnectionFailure or MilterReply.Shutdown => DkimSigningOutcome.TemporaryFailure,
        MilterReply.ReplyCode =>
            reply.Data.Length > 0 && reply.Data.Span[0] == '4' ? DkimSigningOutcome.TemporaryFailure : DkimSigningOutcome.Rejected,
        MilterReply.Reject or MilterReply.Discard => DkimSigningOutcome.Rejected,
        _ => null,
    };

    public static InvalidDataException Unexpected(MilterPacket reply) =>
        new($"a reply {PrintableText.Quote(reply.Letter.ToString())} that isn't permitted at this step");

    /// <summary>Applies a reply at the end of the message.</summary>
    /// <param name="keepsSpace">Whether values come with the space after the colon.</param>
    public static MailMessage Apply(MailMessage message, MilterPacket reply, bool keepsSpace)
    {
        switch (reply.Letter)
        {
            case MilterReply.AddHeader:
                var added = reply.Header(0);
                return message.Add(added.Name, Received(added.Value, keepsSpace));
            case MilterReply.InsertHeader:
                var inserted = reply.Header(4);
                return message.Insert((int)Math.Min(reply.Number(), int.MaxValue), inserted.Name, Received(inserted.Value, keepsSpace));
            case MilterReply.ChangeHeader:
                var changed = reply.Header(4);
                return message.Change(changed.Name, (int)Math.Clamp(reply.Number(), 1, int.MaxValue), Received(changed.Value, keepsSpace));
            case MilterReply.Progress:
                return message;
            default:
                return MilterReply.WithoutConsequence.Contains(reply.Letter, StringComparison.Ordinal) ? message : throw Unexpected(reply);
        }
    }

    private static string Received(string value, bool keepsSpace) => keepsSpace && value.StartsWith(' ') ? value[1..] : value;
}
