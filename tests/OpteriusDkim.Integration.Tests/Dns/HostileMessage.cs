using System.Buffers.Binary;
using System.Text;

namespace OpteriusDkim;

/// <summary>Malformed answers, assembled octet by octet (RFC 1035 4.1).</summary>
internal static class HostileMessage
{
    private const int HeaderLength = 12;
    private const int LongestString = 255;
    private const byte Truncated = 0x02;

    /// <summary>A compression pointer to the name of the question.</summary>
    private static readonly byte[] QuestionName = [0xC0, HeaderLength];

    /// <summary>An answer to a question with these records.</summary>
    public static byte[] Answer(byte[] query, params byte[][] records) =>
        [.. Header(query, flags: 0x84, records.Length), .. Question(query), .. records.SelectMany(record => record)];

    /// <summary>A truncated answer, which demands TCP.</summary>
    public static byte[] Cut(byte[] query) => [.. Header(query, 0x84 | Truncated, 0), .. Question(query)];

    /// <summary>An answer under another id.</summary>
    public static byte[] WrongId(byte[] query, params byte[][] records)
    {
        var message = Answer(query, records);
        message[0] ^= 0xFF;
        return message;
    }

    /// <summary>An answer to the question for another name; a record in it is at that name.</summary>
    public static byte[] OtherQuestion(byte[] query, params byte[][] records) =>
    [
        .. Header(query, 0x84, records.Length), .. Name("mail._domainkey.other.example"), 0, 16, 0, 1,
        .. records.SelectMany(record => record),
    ];

    /// <summary>A TXT record at the queried name, or at another.</summary>
    public static byte[] Txt(IEnumerable<byte[]> strings, string? owner = null) =>
        Record(owner, 16, [.. strings.SelectMany(text => text.Prepend((byte)text.Length))]);

    /// <summary>A TXT record of as many strings as necessary.</summary>
    public static byte[] Txt(byte[] text) => Txt(text.Chunk(LongestString));

    /// <summary>An alias at the queried name, or at another.</summary>
    public static byte[] Alias(string target, string? owner = null) => Record(owner, 5, Name(target));

    private static byte[] Record(string? owner, byte type, byte[] data) =>
    [
        .. (owner is null ? QuestionName : Name(owner)), 0, type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data,
    ];

    private static byte[] Header(byte[] query, byte flags, int answers) =>
        [query[0], query[1], flags, 0, 0, 1, (byte)(answers >> 8), (byte)answers, 0, 0, 0, 0];

    private static byte[] Question(byte[] query)
    {
        var end = HeaderLength;
        while (query[end] != 0)
        {
            end += 1 + query[end];
        }

        return query[HeaderLength..(end + 5)];
    }

    /// <summary>A name whose labels are Latin-1.</summary>
    private static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => Encoding.Latin1.GetBytes(label).Prepend((byte)label.Length)), 0];

    /// <summary>A message with its length prefix for TCP.</summary>
    public static byte[] WithLength(byte[] message)
    {
        var framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        return framed;
    }
}
