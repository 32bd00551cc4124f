using OpteriusDkim.Records;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Reads BER (X.690) as leniently as OpenSSL does: long forms of lengths and indefinite lengths are taken.</summary>
/// <param name="data">The elements.</param>
internal ref struct BerReader(ReadOnlySpan<byte> data)
{
    private const int DeepestNesting = 16;
    private ReadOnlySpan<byte> rest = data;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>The tag of the next element; 0 at the end.</summary>
    public readonly byte Next => rest.IsEmpty ? (byte)0 : rest[0];

    /// <summary>Takes the next element if it has this tag and is complete.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        return Next == tag && TryReadAny(out content, depth: 0);
    }

    /// <summary>Takes an INTEGER as the digits that OpenSSL sees, without leading zeros; none where there is no INTEGER.</summary>
    public ReadOnlySpan<byte> TakeInteger() => TryRead(DerReader.Integer, out var number) ? number.TrimStart((byte)0) : default;

    private bool TryReadAny(out ReadOnlySpan<byte> content, int depth)
    {
        content = default;
        if (depth > DeepestNesting || !TryReadLength(rest, out var header, out var length))
        {
            return false;
        }

        if (length is { } definite)
        {
            if (definite > rest.Length - header)
            {
                return false;
            }

            content = rest.Slice(header, (int)definite);
            rest = rest[(header + (int)definite)..];
            return true;
        }

        return (rest[0] & 0x20) != 0 && TryReadIndefinite(header, out content, depth);
    }

    private bool TryReadIndefinite(int header, out ReadOnlySpan<byte> content, int depth)
    {
        content = default;
        var inner = new BerReader(rest[header..]);
        while (inner.rest is not [0, 0, ..])
        {
            if (inner.IsAtEnd || !inner.TryReadAny(out _, depth + 1))
            {
                return false;
            }
        }

        content = rest[header..^inner.rest.Length];
        rest = inner.rest[2..];
        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> data, out int header, out long? length)
    {
        header = 2;
        length = null;
        if (data.Length < 2 || (data[0] & 0x1F) == 0x1F)
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
        if (count == 0)
        {
            return true;
        }

        if (data.Length < header)
        {
            return false;
        }

        var octets = data[2..header].TrimStart((byte)0);
        if (octets.Length > 4)
        {
            return false;
        }

        var sum = 0L;
        foreach (var octet in octets)
        {
            sum = (sum << 8) | octet;
        }

        length = sum;
        return true;
    }
}
