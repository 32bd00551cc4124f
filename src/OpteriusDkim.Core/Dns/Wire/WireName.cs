using System.Globalization;
using System.Text;

namespace OpteriusDkim;

/// <summary>Names as messages carry them (RFC 1035 3.1 and 4.1.4).</summary>
internal static class WireName
{
    /// <summary>Octets in a name, length bytes included, at most.</summary>
    public const int Longest = 255;

    private const byte Pointer = 0xC0;

    /// <summary>Begins an octet that is written in digits.</summary>
    public const char Escape = '\\';

    /// <summary>Writes a name of ASCII labels, and gives its length.</summary>
    /// <exception cref="ArgumentException">A label is empty or too long, or the name is.</exception>
    public static int Write(Span<byte> room, string name)
    {
        if (name.Length > Longest - 2)
        {
            throw new ArgumentException($"{PrintableText.Quote(name)} is too long.", nameof(name));
        }

        var length = 0;
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > DnsLabel.LongestLabel || dot == rest.Length - 1)
            {
                throw new ArgumentException($"{PrintableText.Quote(name)} is not a name that can be asked for.", nameof(name));
            }

            room[length++] = (byte)label.Length;
            length += Encoding.ASCII.GetBytes(label, room[length..]);
            rest = dot < 0 ? [] : rest[(dot + 1)..];
        }

        room[length] = 0;
        return length + 1;
    }

    /// <summary>Reads a name, and moves behind it.</summary>
    /// <exception cref="FormatException">It runs out of the message, round in a circle, or too long.</exception>
    public static string Read(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var from = at;
        var octets = 1;
        var jumped = false;
        while (true)
        {
            var length = Octet(message, from);
            if ((length & Pointer) == Pointer)
            {
                var target = ((length & ~Pointer) << 8) | Octet(message, from + 1);
                at = jumped ? at : from + 2;
                jumped = true;

                // Only backwards: so no circle is possible.
                from = target < from ? target : throw new FormatException("a name points forward");
                continue;
            }

            octets += length + 1;
            if (length > DnsLabel.LongestLabel || octets > Longest || from + 1 + length > message.Length)
            {
                throw new FormatException("a name is too long or cut");
            }

            from += 1 + length;
            if (length == 0)
            {
                at = jumped ? at : from;
                return name.ToString();
            }

            AppendLabel(name, message.Slice(from - length, length));
        }
    }

    private static int Octet(ReadOnlySpan<byte> message, int at) =>
        at < message.Length ? message[at] : throw new FormatException("it ends in the middle of a name");

    /// <summary>A label in lower case; what could be taken for something else is escaped as in a zone file (RFC 1035 5.1).</summary>
    private static void AppendLabel(StringBuilder name, ReadOnlySpan<byte> label)
    {
        if (name.Length > 0)
        {
            name.Append('.');
        }

        foreach (var octet in label)
        {
            if (octet is <= (byte)' ' or >= 0x7F or (byte)'.' or (byte)'\\' or (byte)'"' or (byte)';')
            {
                name.Append(Escape).Append(octet.ToString("000", CultureInfo.InvariantCulture));
            }
            else
            {
                name.Append(char.ToLowerInvariant((char)octet));
            }
        }
    }
}
