namespace OpteriusDkim.Dns.Wire;

/// <summary>A question as a message (RFC 1035 4.1, RFC 6891 6.1).</summary>
internal static class WireQuery
{
    public const int HeaderLength = 12;

    private const byte RecursionDesired = 0x01;

    /// <summary>AD in a query: the asker wants to know whether DNSSEC proved the answer (RFC 6840 5.7).</summary>
    private const byte AuthenticData = 0x20;

    private const byte CheckingDisabled = 0x10;

    private const byte InternetClass = 1;
    private const byte OptType = 41;
    private const byte DnssecOk = 0x80;

    /// <summary>What most networks carry unfragmented (dnsflagday.net/2020).</summary>
    private const int BufferSize = 1232;

    /// <summary>An OPT record with nothing in it.</summary>
    private const int OptLength = 11;

    /// <summary>Writes a message.</summary>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    public static byte[] Write(DnsQuestion question, ushort id, bool edns)
    {
        Span<byte> message = stackalloc byte[HeaderLength + WireName.Longest + 4 + OptLength];
        message[..HeaderLength].Clear();
        (message[0], message[1]) = ((byte)(id >> 8), (byte)id);
        message[2] = question.Recursive ? RecursionDesired : (byte)0;
        message[3] = question.Unchecked ? (byte)(AuthenticData | CheckingDisabled) : AuthenticData;
        message[5] = 1;
        message[11] = edns ? (byte)1 : (byte)0;
        var length = HeaderLength + WireName.Write(message[HeaderLength..], question.Name);
        ReadOnlySpan<byte> asked = [(byte)((int)question.Type >> 8), (byte)question.Type, 0, InternetClass];
        asked.CopyTo(message[length..]);
        length += asked.Length;
        if (edns)
        {
            ReadOnlySpan<byte> opt =
            [
                0, 0, OptType, BufferSize >> 8, BufferSize & 0xFF, 0, 0, question.Signatures ? DnssecOk : (byte)0, 0, 0, 0,
            ];
            opt.CopyTo(message[length..]);
            length += opt.Length;
        }

        return message[..length].ToArray();
    }

    /// <summary>The question in a message that was written here: name, type and class.</summary>
    public static ReadOnlySpan<byte> QuestionIn(ReadOnlySpan<byte> query) =>
        query[HeaderLength..(query[11] == 0 ? query.Length : query.Length - OptLength)];
}
