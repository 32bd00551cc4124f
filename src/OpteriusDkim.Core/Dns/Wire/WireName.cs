using System.Buffers;
using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns.Wire;

/// <summary>Names as messages carry them (RFC 1035 3.1 and 4.1.4).</summary>
internal static class WireName
{
    /// <summary>Octets in a name, length bytes included, at most.</summary>
    public const int Longest = 255;

    /// <summary>An octet in digits: <c>\DDD</c>.</summary>
    private const int EscapeLength = 4;

    /// <summary>Characters in a name as text, at most.</summary>
    private const int LongestText = Longest * EscapeLength;

    private const byte Pointer = 0xC0;

    /// <summary>Begins an octet that is written in digits.</summary>
    public const char Escape = '\\';

    // A name from DNS may stand in a command that a person copies: nothing in it acts on a shell, or parts it.
    private static readonly SearchValues<byte> Active = SearchValues.Create(".\\\"';$`()|&<>{}!"u8);

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
                throw new ArgumentException($"{PrintableText.Quote(name)} is not a valid DNS name.", nameof(name));
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
        Span<char> name = stackalloc char[LongestText];
        var length = 0;
        var from = at;
        var octets = 1;
        var jumped = false;
        while (true)
        {
            var count = Octet(message, from);
            if ((count & Pointer) == Pointer)
            {
                var target = ((count & ~Pointer) << 8) | Octet(message, from + 1);
                at = jumped ? at : from + 2;
                jumped = true;

                // Only backwards: so no circle is possible.
                from = target < from ? target : throw new FormatException("a name points forward");
                continue;
            }

            octets += count + 1;
            if (count > DnsLabel.LongestLabel || octets > Longest || from + 1 + count > message.Length)
            {
                throw new FormatException("a name is too long or truncated");
            }

            from += 1 + count;
            if (count == 0)
            {
                at = jumped ? at : from;
                return name[..length].ToString();
            }

            length = AppendLabel(name, length, message.Slice(from - count, count));
        }
    }

    private static int Octet(ReadOnlySpan<byte> message, int at) =>
        at < message.Length ? message[at] : throw new FormatException("it ends in the middle of a name");

    /// <summary>
    /// Appends a label in lower case; what could be taken for something else is escaped as in a zone file (RFC 1035 5.1).
    /// </summary>
    /// <returns>How long the name is then.</returns>
    private static int AppendLabel(Span<char> name, int length, ReadOnlySpan<byte> label)
    {
        if (length > 0)
        {
            name[length++] = '.';
        }

        foreach (var octet in label)
        {
            if (octet is <= (byte)' ' or >= 0x7F || Active.Contains(octet))
            {
                name[length] = Escape;
                octet.TryFormat(name[(length + 1)..], out _, "000", CultureInfo.InvariantCulture);
                length += EscapeLength;
            }
            else
            {
                name[length++] = (char)(octet is >= (byte)'A' and <= (byte)'Z' ? octet | 0x20 : octet);
            }
        }

        return length;
    }
}
