using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace OpteriusDkim.Dns.Wire;

/// <summary>Reads an answer (RFC 1035 4.1). Nothing in it is trusted; the work grows with its length and no faster.</summary>
internal ref struct WireReply
{
    private const int HeaderLength = WireQuery.HeaderLength;
    private const int InternetClass = 1;
    private const byte Response = 0x80;
    private const byte Authoritative = 0x04;
    private const byte Truncated = 0x02;
    private const byte AuthenticData = 0x20;

    private readonly ReadOnlySpan<byte> message;
    private int at;

    private WireReply(ReadOnlySpan<byte> message) => this.message = message;

    /// <summary>Whether a message answers a query: under its id, and no other question.</summary>
    public static bool Answers(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query)
    {
        if (message.Length < HeaderLength || !message[..2].SequenceEqual(query[..2]) || (message[2] & Response) == 0)
        {
            return false;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0)
        {
            // A server that couldn't read the question may leave it out.
            return CodeOf(message) is ResponseCode.FormatError or ResponseCode.NotImplemented;
        }

        var question = WireQuery.QuestionIn(query);
        return message.Length >= HeaderLength + question.Length
            && Ascii.EqualsIgnoreCase(message.Slice(HeaderLength, question.Length), question);
    }

    /// <summary>Whether the rest has to be fetched by TCP.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> message) => (message[2] & Truncated) != 0;

    /// <summary>The four bits of the response code.</summary>
    public static ResponseCode CodeOf(ReadOnlySpan<byte> message) => (ResponseCode)(message[3] & 0x0F);

    /// <summary>Reads a message of which <see cref="Answers"/> holds.</summary>
    /// <exception cref="FormatException">It isn't a whole message.</exception>
    public static DnsReply Read(ReadOnlySpan<byte> message, DnsQuestion question)
    {
        var reader = new WireReply(message) { at = HeaderLength };
        reader.SkipQuestions(BinaryPrimitives.ReadUInt16BigEndian(message[4..]));
        var answers = reader.ReadSection(BinaryPrimitives.ReadUInt16BigEndian(message[6..]));
        var reply = new DnsReply(question, OutcomeOf(CodeOf(message), question, answers))
        {
            Answers = answers,
            Authorities = reader.ReadSection(BinaryPrimitives.ReadUInt16BigEndian(message[8..])),
            Additionals = reader.ReadSection(BinaryPrimitives.ReadUInt16BigEndian(message[10..])),
            IsAuthoritative = (message[2] & Authoritative) != 0,
            IsAuthenticated = (message[3] & AuthenticData) != 0,
        };
        return reply.IsAnswer ? reply : reply with { Detail = Name(CodeOf(message)) };
    }

    private static DnsOutcome OutcomeOf(ResponseCode code, DnsQuestion question, List<DnsResource> answers) => code switch
    {
        ResponseCode.NoError when answers.Exists(record => record.Type == question.Type) => DnsOutcome.Found,
        ResponseCode.NoError => DnsOutcome.NoData,
        ResponseCode.NameError => DnsOutcome.NoSuchName,
        ResponseCode.Refused => DnsOutcome.Refused,
        _ => DnsOutcome.ServerFailure,
    };

    /// <summary>The code as the field's tools show it.</summary>
    private static string Name(ResponseCode code) => code switch
    {
        ResponseCode.FormatError => "FORMERR",
        ResponseCode.ServerFailure => "SERVFAIL",
        ResponseCode.NotImplemented => "NOTIMP",
        ResponseCode.Refused => "REFUSED",
        _ => $"RCODE {(int)code}",
    };

    private void SkipQuestions(int count)
    {
        for (var number = 0; number < count; number++)
        {
            WireName.Read(message, ref at);
            Take(4);
        }
    }

    private List<DnsResource> ReadSection(int count)
    {
        var records = new List<DnsResource>();
        for (var number = 0; number < count; number++)
        {
            var owner = WireName.Read(message, ref at);
            var head = Take(10);
            var type = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(head);
            var ours = BinaryPrimitives.ReadUInt16BigEndian(head[2..]) == InternetClass && Enum.IsDefined(type);

            // A TTL with its first bit set counts as nothing (RFC 2181 8).
            var ttl = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(head[4..]));
            var start = at;
            var data = Take(BinaryPrimitives.ReadUInt16BigEndian(head[8..]));
            if (ours)
            {
                records.Add(WithData(new DnsResource(owner, type, ttl), start, data));
            }
        }

        return records;
    }

    private readonly DnsResource WithData(DnsResource record, int start, ReadOnlySpan<byte> data) => record.Type switch
    {
        DnsRecordType.A when data.Length == 4 => record with { Address = new IPAddress(data) },
        DnsRecordType.Aaaa when data.Length == 16 => record with { Address = new IPAddress(data) },
        DnsRecordType.Ns or DnsRecordType.Cname or DnsRecordType.Dname => record with { Target = WireName.Read(message, ref start) },
        DnsRecordType.Soa => ReadSoa(record, start),
        DnsRecordType.Txt => record with { Strings = ReadStrings(data) },
        DnsRecordType.Rrsig when data.Length > 18 => WithSigner(record, start + 18),
        DnsRecordType.Nsec or DnsRecordType.Nsec3 => record,
        _ => throw new FormatException($"the data of a record of type {record.Type} can't be read"),
    };

    private readonly DnsResource WithSigner(DnsResource record, int signer) => record with { Target = WireName.Read(message, ref signer) };

    private readonly DnsResource ReadSoa(DnsResource record, int from)
    {
        var primary = WireName.Read(message, ref from);
        _ = WireName.Read(message, ref from);
        if (message.Length < from + 20)
        {
            throw new FormatException("an SOA record is truncated");
        }

        return record with
        {
            Target = primary,
            Serial = BinaryPrimitives.ReadUInt32BigEndian(message[from..]),
            Minimum = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(message[(from + 16)..])),
        };
    }

    private static List<string> ReadStrings(ReadOnlySpan<byte> data)
    {
        var strings = new List<string>();
        while (!data.IsEmpty)
        {
            var length = data[0];
            if (data.Length < 1 + length)
            {
                throw new FormatException("a string is longer than its record");
            }

            strings.Add(Encoding.Latin1.GetString(data.Slice(1, length)));
            data = data[(1 + length)..];
        }

        return strings;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (at + length > message.Length)
        {
            throw new FormatException("it ends in the middle of a record");
        }

        at += length;
        return message.Slice(at - length, length);
    }
}
