using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>A wildcard below _domainkey: it shows where a label that nobody can have chosen is answered.</summary>
internal static class Wildcard
{
    /// <summary>A random name beside another one.</summary>
    public static string NameBeside(string name) =>
        $"{ZoneDiscovery.RandomLabel()}{(name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? name[dot..] : "")}";

    /// <summary>A random name below a domain's _domainkey.</summary>
    public static string NameBelow(DomainName domain) => $"{ZoneDiscovery.RandomLabel()}._domainkey.{domain}";

    /// <summary>The finding where such a name is answered, else null.</summary>
    public static DkimFinding? FindingOf(RecordName name, TxtAnswer answer) => answer.Outcome != DnsOutcome.Found ? null
        : FindingTable.WildcardAnswers.With(
            ("domain", name.Domain), ("name", name), ("text", PrintableText.Quote(string.Concat(answer.Records[0]))));
}
