using System.Text;

namespace OpteriusDkim.Records.Text;

/// <summary>One entry of a zone file, which parentheses may continue over lines, as its words (RFC 1035 5.1).</summary>
internal sealed class ZoneLine
{
    private static readonly string[] Classes = ["IN", "CH", "HS", "ANY"];

    private static readonly string[] OtherTypes =
    [
        "A", "AAAA", "CAA", "CDNSKEY", "CDS", "CNAME", "DNAME", "DNSKEY", "DS", "HTTPS", "MX", "NAPTR", "NS", "NSEC", "NSEC3",
        "NSEC3PARAM", "OPT", "PTR", "RRSIG", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA",
    ];

    // Words that nslookup, host and dig print around records.
    private static readonly string[] Talk =
    [
        "Server:", "Address:", "Name:", "Aliases:", "Non-authoritative", "Authoritative", "Using", "***", "**",
    ];

    private readonly List<ZoneWord> words = [];
    private readonly StringBuilder source = new();
    private int depth;

    public IReadOnlyList<ZoneWord> Words => words;

    /// <summary>Whether a parenthesis is open.</summary>
    public bool IsOpen => depth > 0;

    /// <summary>Whether a line ended inside quotation marks.</summary>
    public bool IsUnclosed { get; private set; }

    public bool BeginsWithSpace { get; private set; }

    public int Length { get; private set; }

    /// <summary>The lines unchanged.</summary>
    public string Source => source.ToString();

    /// <summary>Whether it is a record of another type, or words that a tool prints around records.</summary>
    public bool IsOther => Array.Exists(Talk, talk => words[0].Text.Equals(talk, StringComparison.OrdinalIgnoreCase))
        || words is [_, { Text: "canonical" }, { Text: "name" }, ..]
        || words is [_, { Text: "is" }, { Text: "an" }, { Text: "alias" }, ..]
        || TypeAt(OtherTypes) >= 0;

    public void Clear()
    {
        words.Clear();
        source.Clear();
        depth = Length = 0;
        IsUnclosed = false;
    }

    /// <summary>Reads a line.</summary>
    public void Scan(string text)
    {
        if (words.Count == 0)
        {
            BeginsWithSpace = text.Length > 0 && char.IsWhiteSpace(text[0]);
        }

        Length += text.Length + 1;
        source.Append(source.Length > 0 ? "\n" : "").Append(text);
        for (var at = 0; at < text.Length;)
        {
            switch (text[at])
            {
                case ';':
                    return;
                case '(':
                    depth++;
                    at++;
                    break;
                case ')':
                    depth = Math.Max(0, depth - 1);
                    at++;
                    break;
                case '"':
                    at++;
                    words.Add(new ZoneWord(ReadWord(text, ref at, quoted: true), true));
                    break;
                case var character when char.IsWhiteSpace(character):
                    at++;
                    break;
                default:
                    words.Add(new ZoneWord(ReadWord(text, ref at, quoted: false), false));
                    break;
            }
        }
    }

    /// <summary>Where the strings of a TXT record begin.</summary>
    /// <param name="isTxt">Whether it is one.</param>
    public int DataStart(out bool isTxt)
    {
        isTxt = true;
        if (words[0].IsQuoted)
        {
            return 0;
        }

        // nslookup and host.
        for (var at = 0; at < Math.Min(3, words.Count - 1); at++)
        {
            if (words[at..(at + 2)] is [{ Text: "text" }, { Text: "=" }] or [{ Text: "descriptive" }, { Text: "text" }])
            {
                return at + 2;
            }
        }

        var type = TypeAt(["TXT"]);
        isTxt = type >= 0;
        return type + 1;
    }

    /// <summary>The position of the type: after owner, TTL and class, each of which is optional.</summary>
    private int TypeAt(string[] types)
    {
        for (var at = 0; at < Math.Min(4, words.Count) && !words[at].IsQuoted; at++)
        {
            var word = words[at].Text;
            if (Array.Exists(types, type => type.Equals(word, StringComparison.OrdinalIgnoreCase))
                && (at > 0 || BeginsWithSpace || word == "TXT"))
            {
                return at;
            }

            if (at > 0 && !IsTtl(word) && !Array.Exists(Classes, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsTtl(string word) => char.IsAsciiDigit(word[0]) && word.All(char.IsAsciiLetterOrDigit);

    private string ReadWord(string text, ref int at, bool quoted)
    {
        var word = new StringBuilder();
        for (; at < text.Length; at++)
        {
            var character = text[at];
            if (quoted ? character == '"' : char.IsWhiteSpace(character) || character is '"' or ';' or '(' or ')')
            {
                at += quoted ? 1 : 0;
                return word.ToString();
            }

            word.Append(character == '\\' && at + 1 < text.Length ? CharacterStrings.ReadEscaped(text, ref at) : character);
        }

        IsUnclosed |= quoted;
        return word.ToString();
    }
}
