using System.Formats.Asn1;

namespace OpteriusDkim.Records;

/// <summary>Reads one element after the other and throws nothing: most of what is wrong in keys would be an exception each.</summary>
/// <param name="data">The elements.</param>
/// <param name="rules">DER; or BER, which takes long and indefinite lengths as OpenSSL does.</param>
internal ref struct Asn1Reader(ReadOnlySpan<byte> data, AsnEncodingRules rules = AsnEncodingRules.DER)
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte Null = 0x05;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;

    private const int LengthBytes = 4;

    private ReadOnlySpan<byte> rest = data;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>The tag of the next element; 0 at the end.</summary>
    public readonly byte Next => rest.IsEmpty ? (byte)0 : rest[0];

    /// <summary>
    /// The total length of the first element according to its header, in DER; the data may be shorter.
    /// 0 if it has no definite length.
    /// </summary>
    public static long LengthOfFirst(ReadOnlySpan<byte> data)
    {
        if (data is [_, < 0x80 and var shortLength, ..])
        {
            return 2 + shortLength;
        }

        if (data is not [_, > 0x80 and <= 0x80 + LengthBytes and var form, not 0, ..] || data.Length < 2 + (form & 0x7F))
        {
            return 0;
        }

        var header = 2 + (form & 0x7F);
        var length = 0L;
        foreach (var octet in data[2..header])
        {
            length = (length << 8) | octet;
        }

        return length >= 0x80 ? header + length : 0;
    }

    /// <summary>Reads the next element if it has this tag and is complete.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (Next != tag || !TryMeasure(out var header, out var length, out var consumed))
        {
            return false;
        }

        content = rest.Slice(header, length);
        rest = rest[consumed..];
        return true;
    }

    /// <summary>Reads a minimally encoded INTEGER, as DER requires.</summary>
    public bool TryReadInteger(out ReadOnlySpan<byte> content) =>
        TryRead(Integer, out content)
        && content.Length > 0
        && (content.Length == 1 || (content[0] != 0 && content[0] != 0xFF) || ((content[0] ^ content[1]) & 0x80) != 0);

    private readonly bool TryMeasure(out int header, out int length, out int consumed)
    {
        try
        {
            return AsnDecoder.TryReadEncodedValue(rest, rules, out _, out header, out length, out consumed);
        }
        catch (AsnContentException)
        {
            // Only for BER's indefinite lengths without an end.
            header = length = consumed = 0;
            return false;
        }
    }
}
