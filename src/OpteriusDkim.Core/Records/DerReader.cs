namespace OpteriusDkim.Records;

/// <summary>
/// Reads DER (X.690) one element after the other and never throws: records come from strangers, and most of what
/// is wrong in them would else be an exception each.
/// </summary>
internal ref struct DerReader(ReadOnlySpan<byte> data)
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte Null = 0x05;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;

    private ReadOnlySpan<byte> rest = data;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>The tag of the next element; 0 at the end.</summary>
    public readonly byte Next => rest.IsEmpty ? (byte)0 : rest[0];

    /// <summary>Bytes that the element at the beginning says it has, its header included; 0 where there is none.</summary>
    public static long LengthOfFirst(ReadOnlySpan<byte> data) =>
        TryReadLength(data, out var header, out var length) ? header + length : 0;

    /// <summary>Takes the next element, if it is of a kind and whole.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (Next != tag || !TryReadLength(rest, out var header, out var length) || length > rest.Length - header)
        {
            return false;
        }

        content = rest.Slice(header, (int)length);
        rest = rest[(header + (int)length)..];
        return true;
    }

    /// <summary>Takes an INTEGER in the fewest bytes that hold it, as DER demands.</summary>
    public bool TryReadInteger(out ReadOnlySpan<byte> content) =>
        TryRead(Integer, out content)
        && content.Length > 0
        && (content.Length == 1 || (content[0] != 0 && content[0] != 0xFF) || ((content[0] ^ content[1]) & 0x80) != 0);

    /// <summary>A length is one byte below 128, else the count of its bytes and as few of them as can be.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> data, out int header, out long length)
    {
        header = 2;
        length = 0;
        if (data.Length < 2)
        {
            return false;
        }

        if (data[1] < 0x80)
        {
            length = data[1];
            return true;
        }

        var count = data[1] & 0x7F;
        header = 2 + count;
        if (count is 0 or > 4 || data.Length < header)
        {
            return false;
        }

        foreach (var octet in data.Slice(2, count))
        {
            length = (length << 8) | octet;
        }

        return data[2] != 0 && length >= 0x80;
    }
}
