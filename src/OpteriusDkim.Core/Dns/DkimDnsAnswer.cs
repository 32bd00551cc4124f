using System.Net;
using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>What one server answered about one key's record.</summary>
public sealed class DkimDnsAnswer
{
    private readonly RecordName name;
    private readonly DnsResource[] found;
    private readonly DkimFinding[] more = [];

    /// <summary>Reads a reply.</summary>
    /// <param name="reply">The reply to a question for TXT records, shown as one for this name.</param>
    internal DkimDnsAnswer(RecordName name, DnsReply reply)
    {
        this.name = name;
        Reply = reply;
        Aliases = AliasChain.In(reply);
        found = Aliases.Problem is null ? [.. reply.RecordsAt(Aliases.End)] : [];
        Outcome = reply.OutcomeWhere(found.Length > 0);
        Chain = Aliases.Targets.ToDkimList();
        Records = [.. PublishedStrings.Select(strings => KeyRecordReader.Read(string.Concat(strings)))];

        // The reader has replaced a published private key, so that it is never shown.
        Texts = [.. Records.Select(record => record.Text)];
        Strings = PublishedStrings.Zip(Texts).SelectMany(pair => string.Concat(pair.First) == pair.Second ? pair.First : [pair.Second])
            .ToStringList();
    }

    private DkimDnsAnswer(RecordName name, DkimDnsAnswer other, DkimFinding more)
        : this(name, other.Reply)
    {
        ServerName = other.ServerName;
        ProvesNothing = other.ProvesNothing;
        this.more = [more];
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain => name.Domain.Value;

    /// <summary>The selector.</summary>
    public string Selector => name.Selector.Value;

    /// <summary>The queried name.</summary>
    public string Name => name.Value;

    /// <summary>The queried address, with the port if it isn't 53.</summary>
    public string Server => NoAddress ? ServerName ?? "" : Reply.Question.Server.ToString();

    /// <summary>The host name of the zone's server; null if the server was queried by address.</summary>
    public string? ServerName { get; internal init; }

    /// <summary>How the lookup ended.</summary>
    public DnsOutcome Outcome { get; }

    /// <summary>The time to live of the records, in seconds.</summary>
    public int? Ttl => found.Length > 0 ? found.Min(record => record.Ttl) : null;

    /// <summary>How long a resolver may cache a negative answer, in seconds (RFC 2308 5).</summary>
    public int? NegativeTtl => Outcome == DnsOutcome.Found ? null : Reply.Authority?.NegativeTtl;

    /// <summary>The names that CNAMEs led to.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>The character-strings as sent, those of several records one after the other.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>The parsed record if there is exactly one, else null.</summary>
    public DkimKeyRecord? Record => Records is [var record] ? record : null;

    /// <summary>Whether the server reports that DNSSEC validated the answer (the AD bit).</summary>
    public bool Authenticated => Reply is { IsAuthenticated: true, IsAnswer: true };

    /// <summary>What is wrong or odd about the answer and the record.</summary>
    public IReadOnlyList<DkimFinding> Findings => field ??= AnswerFindings.For(name, this).Concat(more).ToDkimList();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>The server's reply, with aliases and their records.</summary>
    internal DnsReply Reply { get; }

    /// <summary>The aliases that lead to the records.</summary>
    internal AliasChain Aliases { get; }

    /// <summary>The strings of each record exactly as published; bytes over 127 as Latin-1.</summary>
    internal IEnumerable<IReadOnlyList<string>> PublishedStrings => found.Select(record => record.Strings);

    /// <summary>The parsed records.</summary>
    internal IReadOnlyList<DkimKeyRecord> Records { get; }

    /// <summary>The text of each record.</summary>
    internal IReadOnlyList<string> Texts { get; }

    /// <summary>Whether the server has a private address that the user did not specify: others may get other records.</summary>
    internal bool ProvesNothing { get; init; }

    /// <summary>Whether no address was found for the server's name, so that it was not queried.</summary>
    internal bool NoAddress => Reply.Question.Server.Address.Equals(IPAddress.None);

    /// <summary>Whether the server answered for the name: positively or negatively.</summary>
    internal bool Answered => Reply.IsAnswer;

    /// <summary>Whether the answer is what everybody gets from the server.</summary>
    internal bool IsConclusive => Answered && !ProvesNothing;

    /// <summary>Server and outcome on one line.</summary>
    public override string ToString() => $"{ServerName ?? Server}: {Outcome}";

    /// <summary>Classifies the answer for a key.</summary>
    /// <param name="key">The key; null if no record is expected.</param>
    /// <param name="wildcard">What the servers answer for arbitrary names.</param>
    internal RecordState StateFor(DkimPublicKey? key, Wildcard wildcard)
    {
        if (!IsConclusive)
        {
            return RecordState.Silent;
        }

        return Records switch
        {
            [] => RecordState.Gone,
            [var record] when key is not null && record.Yields(key) => RecordState.Right,
            _ when key is not null && Records.Any(record => key.Equals(record.Key)) => RecordState.Broken,
            _ when wildcard.Gives(Texts) => RecordState.Gone,
            [{ IsRevoked: true }] => RecordState.Tombstone,
            _ => RecordState.Other,
        };
    }

    /// <summary>Whether a strict verifier accepts a key from this answer.</summary>
    internal bool IsRightFor(DkimPublicKey key) => StateFor(key, Wildcard.None) == RecordState.Right;

    /// <summary>The same answer as if it had been given for another name, with one more finding.</summary>
    internal DkimDnsAnswer Under(RecordName other, DkimFinding finding) => new(other, this, finding);
}
