using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DnsClient;
using DnsClient.Protocol;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>Reads what DnsClient gives. Nothing in it is trusted.</summary>
internal static partial class DnsClientReply
{
    /// <summary>Whether it is a response to this name, type and class. The package has compared the id.</summary>
    public static bool IsAnswerTo(IDnsQueryResponse response, Question question) => response.Header.HasQuery && response.Questions switch
    {
        [var asked, ..] => asked.QuestionType == (QueryType)question.Type && asked.QuestionClass == QueryClass.IN
            && Ascii.EqualsIgnoreCase(asked.QueryName.Original.AsSpan().TrimEnd('.'), question.Name),

        // A server that couldn't read the question may leave it out.
        _ => response.Header.ResponseCode is DnsHeaderResponseCode.FormatError or DnsHeaderResponseCode.NotImplemented,
    };

    /// <exception cref="FormatException">It has a name that can't be one, or a record that nobody asked for.</exception>
    public static DnsReply Read(IDnsQueryResponse response, Question question) =>
        DnsReply.Of(question, (int)response.Header.ResponseCode, Read(response.Answers)) with
        {
            Authorities = Read(response.Authorities),
            Additionals = Read(response.Additionals),
            IsAuthoritative = response.Header.HasAuthorityAnswer,
            IsAuthenticated = response.Header.IsAuthenticData,
        };

    private static List<DnsResource> Read(IReadOnlyList<DnsResourceRecord> records) =>
        [.. records.Where(record => record.RecordClass == QueryClass.IN && Enum.IsDefined((DnsRecordType)record.RecordType)).Select(Read)];

    private static DnsResource Read(DnsResourceRecord record)
    {
        var read = new DnsResource(
            NameIn(record.DomainName.Original),
            (DnsRecordType)record.RecordType,
            Math.Max(0, record.InitialTimeToLive)); // With its first bit set it counts as nothing (RFC 2181 8).
        return record switch
        {
            AddressRecord address => read with { Address = address.Address },
            CNameRecord { CanonicalName.Value: "." } => throw new FormatException("it has an alias without a target"),
            CNameRecord alias => read with { Target = NameIn(alias.CanonicalName) },
            NsRecord server => read with { Target = NameIn(server.NSDName) },
            RRSigRecord signature => read with { Target = NameIn(signature.SignersName) },
            SoaRecord soa => read with { Target = NameIn(soa.MName), Serial = soa.Serial, Minimum = Math.Max(0, (int)soa.Minimum) },
            TxtRecord text => read with { Strings = [.. text.EscapedText.Zip(text.Text, BytesOf)] },
            _ => read,
        };
    }

    private static string NameIn(string name) => DnsResource.NameOf(
        name.Contains('\\', StringComparison.Ordinal) ? string.Concat(Octet().Matches(name[..^1]).Select(OctetOf)) : name[..^1]);

    /// <summary>
    /// The bytes of a string, as Latin-1. The package gives them decoded as UTF-8, and with digits for bytes but without escaping
    /// backslashes: where the decoded text has a backslash too, it is one.
    /// </summary>
    private static string BytesOf(string escaped, string text)
    {
        var bytes = escaped.Contains('\\', StringComparison.Ordinal) ? "" : escaped;
        for (var at = bytes.Length; at < escaped.Length;)
        {
            var octet = Octet().Match(escaped, at);
            var isEscape = octet.Length > 1 && !text.StartsWith(Decode(bytes) + '\\', StringComparison.Ordinal);
            bytes += isEscape ? OctetOf(octet) : escaped[at];
            at += isEscape ? octet.Length : 1;
        }

        return ReferenceEquals(bytes, escaped) || Decode(bytes) == text ? bytes : throw new FormatException("a string can't be decoded");
    }

    private static string Decode(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    private static char OctetOf(Match octet) =>
        octet.Length == 4 ? (char)int.Parse(octet.ValueSpan[1..], NumberStyles.None, CultureInfo.InvariantCulture) : octet.ValueSpan[^1];

    [GeneratedRegex(@"\\\d{3}|\\.|.", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Octet();
}
