using System.Buffers.Binary;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Milter;

/// <summary>One packet: its length in four bytes, a letter, and data.</summary>
internal readonly record struct MilterPacket(char Letter, ReadOnlyMemory<byte> Data)
{
    /// <summary>Larger than any legitimate packet: libmilter limits body chunks to 64 KiB.</summary>
    public const int MaxSize = 1 << 20;

    /// <summary>A packet of zero-terminated strings.</summary>
    public static MilterPacket Of(char letter, params IEnumerable<string> texts) =>
        new(letter, Encoding.Latin1.GetBytes(string.Concat(texts.Select(text => text + "\0"))));

    public byte[] ToBytes()
    {
        var bytes = new byte[5 + Data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Data.Length + 1);
        bytes[4] = (byte)Letter;
        Data.Span.CopyTo(bytes.AsSpan(5));
        return bytes;
    }

    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    /// <exception cref="InvalidDataException">The length is invalid.</exception>
    public static async Task<MilterPacket> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        var size = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (size is 0 or > MaxSize)
        {
            throw new InvalidDataException($"a packet of {size} bytes");
        }

        var bytes = new byte[size];
        await stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return new MilterPacket((char)bytes[0], bytes.AsMemory(1));
    }

    /// <summary>A 32-bit number in the data.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public uint Number(int index = 0) => Data.Length >= (index + 1) * 4
        ? BinaryPrimitives.ReadUInt32BigEndian(Data.Span[(index * 4)..])
        : throw new InvalidDataException($"a reply '{PrintableText.Clean(Letter.ToString())}' that is truncated");

    /// <summary>Name and value of a header at an offset.</summary>
    /// <exception cref="InvalidDataException">They are missing, or the name is invalid.</exception>
    public (string Name, string Value) Header(int offset)
    {
        var parts = Data.Length < offset ? [] : Encoding.Latin1.GetString(Data.Span[offset..]).Split('\0');
        return parts.Length >= 2
            && parts[0].Length > 0
            && !parts[0].AsSpan().ContainsAnyExceptInRange('!', '~')
            && !parts[0].Contains(':', StringComparison.Ordinal)
            ? (parts[0], parts[1])
            : throw new InvalidDataException("an invalid header");
    }
}
