namespace OpteriusDkim;

/// <summary>A question as a message (RFC 1035 4.1, RFC 6891 6.1).</summary>
internal static class WireQuery
{
    private const byte RecursionDesired = 0x01;

    /// <summary>AD in a query: the asker wants to know whether DNSSEC proved the answer (RFC 6840 5.7).</summary>
    private const byte AuthenticData = 0x20;

    private const byte CheckingDisabled = 0x10;

    private const byte InternetClass = 1;
    private const byte OptType = 41;
    private const byte DnssecOk = 0x80;

    /// <summary>What most networks carry unfragmented (dnsflagday.net/2020).</summary>
    private const int BufferSize = 1232;

    /// <summary>Writes a message.</summary>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    public static byte[] Write(DnsQuestion question, ushort id, bool edns)
    {
        List<byte> message =
        [
            (byte)(id >> 8), (byte)id,
            question.Recursive ? RecursionDesired : (byte)0, question.Unchecked ? (byte)(AuthenticData | CheckingDisabled) : AuthenticData,
            0, 1, 0, 0, 0, 0, 0, edns ? (byte)1 : (byte)0,
        ];
        WireName.Write(message, question.Name);
        message.AddRange([(byte)((int)question.Type >> 8), (byte)question.Type, 0, InternetClass]);
        if (edns)
        {
            message.AddRange(
                [0, 0, OptType, BufferSize >> 8, BufferSize & 0xFF, 0, 0, question.Signatures ? DnssecOk : (byte)0, 0, 0, 0]);
        }

        return [.. message];
    }
}
