using System.Globalization;
using System.Text;

namespace OpteriusDkim.Records;

/// <summary>DKIM's quoted-printable (RFC 6376 2.11): <c>=XX</c> is the octet of that hexadecimal number.</summary>
internal static class QuotedPrintable
{
    /// <summary>Decodes a text; malformed parts are unchanged.</summary>
    /// <param name="text">The text.</param>
    /// <param name="whole">Whether each <c>=</c> began an octet.</param>
    public static string Decode(string text, out bool whole)
    {
        whole = true;
        if (!text.Contains('=', StringComparison.Ordinal))
        {
            return text;
        }

        var octets = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=' && IsHexadecimal(text, at + 1))
            {
                octets.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += 2;
            }
            else
            {
                whole &= text[at] != '=';
                octets.AddRange(Encoding.UTF8.GetBytes(text, at, 1));
            }
        }

        return Encoding.UTF8.GetString([.. octets]);
    }

    private static bool IsHexadecimal(string text, int at) =>
        at + 1 < text.Length && char.IsAsciiHexDigit(text[at]) && char.IsAsciiHexDigit(text[at + 1]);
}
