using System.Globalization;
using System.Net.Sockets;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Dns;

/// <summary>The result of one question to one server: its answer, or the failure.</summary>
/// <param name="Outcome">
/// <see cref="DnsOutcome.Found"/> where there are records of the type at the end of the aliases, and
/// <see cref="DnsOutcome.NoData"/> where the answer has none of them: an alias that ends elsewhere, or a referral.
/// </param>
internal sealed record DnsReply(DnsQuestion Question, DnsOutcome Outcome)
{
    /// <summary>The answer section, in its order.</summary>
    public IReadOnlyList<DnsResource> Answers { get; init; } = [];

    /// <summary>The authority section.</summary>
    public IReadOnlyList<DnsResource> Authorities { get; init; } = [];

    /// <summary>The additional section.</summary>
    public IReadOnlyList<DnsResource> Additionals { get; init; } = [];

    /// <summary>Whether the server is authoritative for the name (the AA bit).</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether the server reports that DNSSEC validated it (the AD bit).</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>The error code or the problem, for messages.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether this host has no route to the server's address, for example no IPv6.</summary>
    public bool NoRoute { get; init; }

    /// <summary>Whether the answer came after a retransmission: the first message, or its answer, was lost.</summary>
    public bool SentAgain { get; init; }

    /// <summary>Whether the server failed because of DNSSEC validation: with checking disabled it answers.</summary>
    public bool Disproved { get; init; }

    /// <summary>Whether the server answered for the name: positively or negatively.</summary>
    public bool IsAnswer => Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName or DnsOutcome.NoData;

    /// <summary>Whether anything came back from the server.</summary>
    public bool WasReceived => Outcome is not (DnsOutcome.Timeout or DnsOutcome.Unreachable);

    /// <summary>The records of a type in the answer.</summary>
    public IEnumerable<DnsResource> AnswersOf(DnsRecordType type) => Answers.Where(record => record.Type == type);

    /// <summary>The records of the queried type at a name.</summary>
    public IEnumerable<DnsResource> RecordsAt(string name) => Answers.Where(record => record.Type == Question.Type && record.Name == name);

    /// <summary>The outcome, given whether there are records at the end of the aliases.</summary>
    public DnsOutcome OutcomeWhere(bool found) => this switch
    {
        { IsAnswer: false } => Outcome,
        _ when found => DnsOutcome.Found,
        { Outcome: DnsOutcome.NoSuchName } => DnsOutcome.NoSuchName,
        _ => DnsOutcome.NoData,
    };

    /// <summary>The target of a name's alias in the answer, or null.</summary>
    public string? AliasOf(string name) =>
        Answers.FirstOrDefault(record => record.Type == DnsRecordType.Cname && record.Name == name)?.Target;

    /// <summary>The owner of a DNAME in the answer that a name lies below, or null.</summary>
    public string? RedirectionOf(string name) => AnswersOf(DnsRecordType.Dname)
        .FirstOrDefault(record => name.EndsWith("." + record.Name, StringComparison.Ordinal))?.Name;

    /// <summary>The SOA that comes with a negative answer, or null.</summary>
    public DnsResource? Authority => Authorities.FirstOrDefault(record => record.Type == DnsRecordType.Soa);

    /// <summary>
    /// The apex of the zone that the answer is from: the owner of the SOA or NS in the authority section, or the signer; null if it
    /// shows none.
    /// </summary>
    public string? Zone => Authorities.FirstOrDefault(record => record.Type is DnsRecordType.Soa or DnsRecordType.Ns)?.Name
        ?? Answers.FirstOrDefault(record => record.Type == DnsRecordType.Rrsig)?.Target;

    /// <summary>A response with a code (RFC 1035 4.1.1). The detail is the code's usual name.</summary>
    public static DnsReply OfCode(DnsQuestion question, int code, bool hasRecords) => code switch
    {
        0 => new DnsReply(question, hasRecords ? DnsOutcome.Found : DnsOutcome.NoData),
        1 => new DnsReply(question, DnsOutcome.ServerFailure) { Detail = "FORMERR" },
        2 => new DnsReply(question, DnsOutcome.ServerFailure) { Detail = "SERVFAIL" },
        3 => new DnsReply(question, DnsOutcome.NoSuchName),
        4 => new DnsReply(question, DnsOutcome.ServerFailure) { Detail = "NOTIMP" },
        5 => new DnsReply(question, DnsOutcome.Refused) { Detail = "REFUSED" },
        _ => new DnsReply(question, DnsOutcome.ServerFailure) { Detail = $"RCODE {code}" },
    };

    /// <summary>A response with a code and an answer section.</summary>
    /// <exception cref="FormatException">A record of the type is neither at the name nor at the target of an alias.</exception>
    public static DnsReply Of(DnsQuestion question, int code, IReadOnlyList<DnsResource> answers)
    {
        var found = answers.Where(record => record.Type == question.Type).ToArray();
        return Array.TrueForAll(found, record => record.Name.Equals(question.Name, StringComparison.OrdinalIgnoreCase)
            || answers.Any(alias => alias.Type == DnsRecordType.Cname && alias.Target == record.Name))
            ? OfCode(question, code, found.Length > 0) with { Answers = answers }
            : throw new FormatException("it has a record that nobody asked for");
    }

    /// <summary>No response in time.</summary>
    public static DnsReply Silent(DnsQuestion question, TimeSpan timeout) => new(question, DnsOutcome.Timeout)
    {
        Detail = string.Create(CultureInfo.InvariantCulture, $"no response within {timeout.TotalSeconds:0.###} s"),
    };

    /// <summary>A response that can't be used.</summary>
    public static DnsReply Malformed(DnsQuestion question, string detail) => new(question, DnsOutcome.Malformed) { Detail = detail };

    /// <summary>A network error.</summary>
    public static DnsReply Failed(DnsQuestion question, SocketException error) =>
        new(question, error.SocketErrorCode == SocketError.TimedOut ? DnsOutcome.Timeout : DnsOutcome.Unreachable)
        {
            Detail = PrintableText.Clean(error.Message),
            NoRoute = error.SocketErrorCode
                is SocketError.NetworkUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable,
        };
}
