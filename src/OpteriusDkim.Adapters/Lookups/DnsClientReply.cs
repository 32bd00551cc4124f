using System.Buffers;
using System.Globalization;
using System.Text;
using DnsClient;
using DnsClient.Protocol;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>Reads what DnsClient gives. Nothing in it is trusted.</summary>
internal static class DnsClientReply
{
    /// <summary>Octets in a name, at most (RFC 1035 2.3.4), less the first length and the final zero.</summary>
    private const int LongestName = 253;

    // A name from DNS may stand in a command that a person copies: nothing in it acts on a shell, or parts it.
    private static readonly SearchValues<char> Active = SearchValues.Create("\\\"';$`()|&<>{}!");

    /// <summary>Whether it is a response to this name, type and class; the package has compared the id.</summary>
    public static bool IsAnswerTo(IDnsQueryResponse response, Question question)
    {
        if (!response.Header.HasQuery)
        {
            return false;
        }

        // A server that couldn't read the question may leave it out.
        return response.Questions is [var asked, ..]
            ? asked.QuestionType == (QueryType)question.Type && asked.QuestionClass == QueryClass.IN
                && asked.QueryName.Original.AsSpan().TrimEnd('.').Equals(question.Name, StringComparison.OrdinalIgnoreCase)
            : response.Header.ResponseCode is DnsHeaderResponseCode.FormatError or DnsHeaderResponseCode.NotImplemented;
    }

    /// <summary>Reads a response to a question.</summary>
    /// <exception cref="FormatException">It has a name that can't be one, or a record that nobody asked for.</exception>
    public static DnsReply Read(IDnsQueryResponse response, Question question)
    {
        var answers = Read(response.Answers);
        Require(answers, question);
        var code = response.Header.ResponseCode;
        var reply = new DnsReply(question, OutcomeOf(code, answers.Exists(record => record.Type == question.Type)))
        {
            Answers = answers,
            Authorities = Read(response.Authorities),
            Additionals = Read(response.Additionals),
            IsAuthoritative = response.Header.HasAuthorityAnswer,
            IsAuthenticated = response.Header.IsAuthenticData,
        };
        return reply.IsAnswer ? reply : reply with { Detail = NameOf(code) };
    }

    private static DnsOutcome OutcomeOf(DnsHeaderResponseCode code, bool hasRecords) => code switch
    {
        DnsHeaderResponseCode.NoError when hasRecords => DnsOutcome.Found,
        DnsHeaderResponseCode.NoError => DnsOutcome.NoData,
        DnsHeaderResponseCode.NotExistentDomain => DnsOutcome.NoSuchName,
        DnsHeaderResponseCode.Refused => DnsOutcome.Refused,
        _ => DnsOutcome.ServerFailure,
    };

    /// <summary>The code as the field's tools show it.</summary>
    private static string NameOf(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.FormatError => "FORMERR",
        DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
        DnsHeaderResponseCode.NotImplemented => "NOTIMP",
        DnsHeaderResponseCode.Refused => "REFUSED",
        _ => $"RCODE {(int)code}",
    };

    /// <summary>The package reads broken names as others. A record of the type has to be at the name or at an alias's target.</summary>
    private static void Require(List<DnsResource> answers, Question question)
    {
        var known = answers.Where(record => record.Type == DnsRecordType.Cname).Select(record => record.Target)
            .Append(question.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        if (answers.Exists(record => record.Type == question.Type && !known.Contains(record.Name)))
        {
            throw new FormatException("a record that nobody asked for");
        }
    }

    private static List<DnsResource> Read(IReadOnlyList<DnsResourceRecord> records)
    {
        var read = new List<DnsResource>(records.Count);
        foreach (var record in records)
        {
            if (record.RecordClass == QueryClass.IN && Enum.IsDefined((DnsRecordType)record.RecordType))
            {
                read.Add(Read(record));
            }
        }

        return read;
    }

    private static DnsResource Read(DnsResourceRecord record)
    {
        // A TTL with its first bit set counts as nothing (RFC 2181 8).
        var read = new DnsResource(
            NameIn(record.DomainName.Original, isEscaped: false), (DnsRecordType)record.RecordType, Math.Max(0, record.InitialTimeToLive));
        return record switch
        {
            AddressRecord address => read with { Address = address.Address },
            CNameRecord { CanonicalName.Value: "." } => throw new FormatException("an alias without a target"),
            CNameRecord alias => read with { Target = NameIn(alias.CanonicalName.Value) },
            NsRecord server => read with { Target = NameIn(server.NSDName.Value) },
            RRSigRecord signature => read with { Target = NameIn(signature.SignersName.Value) },
            SoaRecord start => read with
            {
                Target = NameIn(start.MName.Value), Serial = start.Serial, Minimum = Math.Max(0, (int)start.Minimum),
            },
            TxtRecord text => read with { Strings = [.. text.EscapedText.Zip(text.Text, BytesOf)] },
            _ => read,
        };
    }

    /// <summary>A name in lower case, without its final dot, with all but harmless octets as <c>\DDD</c> (RFC 1035 5.1).</summary>
    private static string NameIn(string name, bool isEscaped = true)
    {
        var text = new StringBuilder(name.Length);
        var octets = 0;
        for (var at = 0; at < name.Length - 1; octets++)
        {
            var character = isEscaped ? TakeOctet(name, ref at) : name[at++];
            if (character is <= ' ' or >= (char)0x7F || Active.Contains(character))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{(int)character:000}");
            }
            else
            {
                text.Append(char.ToLowerInvariant(character));
            }
        }

        return octets <= LongestName ? text.ToString() : throw new FormatException("a name is too long");
    }

    /// <summary>Takes one octet of the package's text: itself, or after a backslash three digits or itself.</summary>
    private static char TakeOctet(string text, ref int at)
    {
        if (text[at] != '\\')
        {
            return text[at++];
        }

        var length = char.IsAsciiDigit(text[at + 1]) ? 3 : 1;
        var octet = text.AsSpan(at + 1, length);
        at += 1 + length;
        return length == 1 ? octet[0] : (char)int.Parse(octet, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The bytes of a string, as Latin-1. The package decodes them as UTF-8, and gives them also with digits for bytes but without
    /// escaping backslashes. If a string isn't UTF-8 and has a backslash, the two don't determine the bytes.
    /// </summary>
    private static string BytesOf(string escaped, string text)
    {
        if (!escaped.Contains('\\', StringComparison.Ordinal))
        {
            return escaped;
        }

        if (!text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            throw new FormatException("a string of bytes that are unknown");
        }

        var bytes = new StringBuilder(escaped.Length);
        for (var at = 0; at < escaped.Length;)
        {
            bytes.Append(TakeOctet(escaped, ref at));
        }

        return bytes.ToString();
    }
}
