using System.Buffers;
using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>Reports characters that a tag list can't contain (RFC 6376 3.2), and replaces them with the intended ones.</summary>
internal static class UnusualCharacters
{
    private static readonly SearchValues<char> Usual =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\t', '\r', '\n']);

    // Throws if the octets are not UTF-8.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with such characters replaced, and a finding that names the first.</summary>
    /// <param name="text">A record's text; from DNS its octets as Latin-1.</param>
    /// <param name="findings">Takes the finding.</param>
    public static string Replace(string text, List<DkimFinding> findings)
    {
        if (text.AsSpan().IndexOfAnyExcept(Usual) < 0)
        {
            return text;
        }

        var decoded = Decode(text);
        var at = decoded.AsSpan().IndexOfAnyExcept(Usual);
        Rune.DecodeFromUtf16(decoded.AsSpan(at), out var first, out _);
        findings.Add(FindingTable.CharacterNotPermitted.With(("place", PlaceOf(decoded, at)), ("character", NameOf(first))));
        var clean = new StringBuilder(decoded.Length);
        foreach (var character in decoded)
        {
            clean.Append(Meant(character));
        }

        return clean.ToString();
    }

    /// <summary>Decodes octets that are valid UTF-8; other text is unchanged.</summary>
    private static string Decode(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF') || text.AsSpan().IndexOfAnyInRange('\u0080', '\u00FF') < 0)
        {
            return text;
        }

        var octets = Encoding.Latin1.GetBytes(text);
        return System.Text.Unicode.Utf8.IsValid(octets) ? Utf8.GetString(octets) : text;
    }

    /// <summary>The tag whose value or preceding separator contains a character.</summary>
    private static string PlaceOf(string text, int at)
    {
        var start = text.LastIndexOf(';', at) + 1;
        var end = text.IndexOf(';', at) is >= 0 and var semicolon ? semicolon : text.Length;
        var equals = text.IndexOf('=', start, end - start);
        var name = equals < 0 ? "" : string.Concat(text[start..equals].Where(char.IsAsciiLetterOrDigit));
        if (name.Length == 0)
        {
            return "The record";
        }

        return $"The {(equals < at ? "value" : "name")} of {PrintableText.Shorten(name)}=";
    }

    /// <summary>Code point and name, as <c>U+00A0 (no-break space)</c>.</summary>
    private static string NameOf(Rune rune)
    {
        var name = rune.Value switch
        {
            0x00 => "null",
            0x1B => "escape",
            0x7F => "delete",
            0xA0 => "no-break space",
            0xAD => "soft hyphen",
            0x200B => "zero-width space",
            0x200C => "zero-width non-joiner",
            0x200D => "zero-width joiner",
            0x200E => "left-to-right mark",
            0x200F => "right-to-left mark",
            0x2010 or 0x2011 => "hyphen",
            0x2013 => "en dash",
            0x2014 => "em dash",
            0x2018 or 0x2019 or 0x201A => "typographic apostrophe",
            0x201C or 0x201D or 0x201E or 0xAB or 0xBB => "typographic quotation mark",
            0x2028 => "line separator",
            0x202F => "narrow no-break space",
            0x2060 => "word joiner",
            0x3000 => "ideographic space",
            0xFEFF => "byte order mark",
            >= 0xFF01 and <= 0xFF5E => $"full-width {(char)(rune.Value - 0xFEE0)}",
            < 0x20 or (>= 0x80 and < 0xA0) => "control character",
            _ => Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.SpaceSeparator => "space",
                UnicodeCategory.Format => "invisible format character",
                UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Control =>
                    "unprintable character",
                _ => rune.ToString(),
            },
        };
        return string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4} ({name})");
    }

    /// <summary>The intended text: white space, ASCII for full-width characters, nothing for invisible ones.</summary>
    private static string Meant(char character) => character switch
    {
        '\t' or '\r' or '\n' or (>= ' ' and <= '~') => character.ToString(),
        >= '\uFF01' and <= '\uFF5E' => ((char)(character - 0xFEE0)).ToString(),
        >= '\u2010' and <= '\u2015' => "-",
        '\u2018' or '\u2019' or '\u201A' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' => "",
        _ => char.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
            UnicodeCategory.Format or UnicodeCategory.Control => "",
            _ => character.ToString(),
        },
    };
}
