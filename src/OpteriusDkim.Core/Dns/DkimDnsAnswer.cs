using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>What one server answered about one key's record.</summary>
public sealed class DkimDnsAnswer
{
    internal DkimDnsAnswer(RecordName name, TxtAnswer answer, IReadOnlyList<DkimFinding>? more = null)
    {
        Domain = name.Domain.Value;
        Selector = name.Selector.Value;
        Name = name.Value;
        Server = answer.NoAddress ? answer.ServerName ?? "" : answer.Server.ToString();
        ServerName = answer.ServerName;
        Outcome = answer.Outcome;
        Ttl = answer.Ttl;
        NegativeTtl = answer.NegativeTtl;
        Chain = answer.Chain.ToDkimList();
        DkimKeyRecord[] records = [.. answer.Records.Select(strings => KeyRecordReader.Read(string.Concat(strings)))];

        // A private key that was published is shown nowhere: the reader has replaced it.
        Texts = [.. records.Select(record => record.Text)];
        Strings = answer.Records.Zip(Texts).SelectMany(pair => string.Concat(pair.First) == pair.Second ? pair.First : [pair.Second])
            .ToStringList();
        Record = records.Length == 1 ? records[0] : null;
        Authenticated = answer.Authenticated;
        Findings = AnswerFindings.For(name, answer, Record).Concat(more ?? []).ToDkimList();
        Answer = answer;
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>Who was asked: an address, with its port where that isn't 53.</summary>
    public string Server { get; }

    /// <summary>The name of the zone's server that was asked at this address; null where a server was asked by its address.</summary>
    public string? ServerName { get; }

    /// <summary>How the lookup ended.</summary>
    public DnsOutcome Outcome { get; }

    /// <summary>The time to live of the records, in seconds.</summary>
    public int? Ttl { get; }

    /// <summary>How long a resolver may keep "no", in seconds.</summary>
    public int? NegativeTtl { get; }

    /// <summary>The names that CNAMEs led to.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>The character-strings as sent; those of several records follow each other.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>The record as read, where there is exactly one.</summary>
    public DkimKeyRecord? Record { get; }

    /// <summary>Whether the server says that DNSSEC proved the answer.</summary>
    public bool Authenticated { get; }

    /// <summary>What is wrong or odd about the answer and the record.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    internal IReadOnlyList<string> Texts { get; }

    internal TxtAnswer Answer { get; }

    /// <summary>Server and outcome on one line.</summary>
    public override string ToString() => $"{ServerName ?? Server}: {Outcome}";
}
