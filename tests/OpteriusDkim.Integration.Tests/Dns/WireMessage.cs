using System.Text;

namespace OpteriusDkim;

/// <summary>Assembles an answer byte by byte, so that it can be malformed in any way.</summary>
internal sealed class WireMessage
{
    private readonly List<byte> bytes = [];
    private int answers;

    public WireMessage(DnsQuestion question, ushort id, int flags = 0x8400, bool repeatQuestion = true)
    {
        bytes.AddRange([(byte)(id >> 8), (byte)id, (byte)(flags >> 8), (byte)flags, 0, (byte)(repeatQuestion ? 1 : 0), 0, 0, 0, 0, 0, 0]);
        if (repeatQuestion)
        {
            bytes.AddRange([.. Name(question.Name), 0, (byte)question.Type, 0, 1]);
        }
    }

    public byte[] Bytes => [.. bytes];

    /// <summary>A compression pointer to the name of the question.</summary>
    public static byte[] QuestionName => [0xC0, 12];

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => Encoding.Latin1.GetBytes(label).Prepend((byte)label.Length)), 0];

    public static byte[] Text(params string[] strings) =>
        [.. strings.SelectMany(text => Encoding.Latin1.GetBytes(text).Prepend((byte)text.Length))];

    public WireMessage Answer(byte[] owner, DnsRecordType type, int ttl, byte[] data) => Record(6, ++answers, owner, type, ttl, data);

    public WireMessage Authority(byte[] owner, DnsRecordType type, int ttl, byte[] data) => Record(8, 1, owner, type, ttl, data);

    private WireMessage Record(int counter, int count, byte[] owner, DnsRecordType type, int ttl, byte[] data)
    {
        (bytes[counter], bytes[counter + 1]) = ((byte)(count >> 8), (byte)count);
        bytes.AddRange(owner);
        bytes.AddRange(
            [
                0,
                (byte)type,
                0,
                1,
                (byte)(ttl >> 24),
                (byte)(ttl >> 16),
                (byte)(ttl >> 8),
                (byte)ttl,
                (byte)(data.Length >> 8),
                (byte)data.Length,
            ]);
        bytes.AddRange(data);
        return this;
    }
}
