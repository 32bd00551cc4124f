using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>The records of a wildcard, which a query for a random name reveals.</summary>
internal sealed class Wildcard(IEnumerable<DkimDnsAnswer> answers)
{
    private readonly DkimDnsAnswer[] found = [.. answers.Where(answer => answer.Outcome == DnsOutcome.Found)];

    /// <summary>No wildcard.</summary>
    public static Wildcard None { get; } = new([]);

    /// <summary>Whether there is one.</summary>
    public bool Exists => found.Length > 0;

    /// <summary>The first answer that has it, or null.</summary>
    public DkimDnsAnswer? First => Exists ? found[0] : null;

    /// <summary>Asks for a random name below a domain's _domainkey.</summary>
    public static async Task<Wildcard> ProbeAsync(IRecordLookup lookup, DomainName domain, CancellationToken cancellation)
    {
        var observation = await lookup.ObserveAsync(NameBelow(domain), cancellation).ConfigureAwait(false);
        return new Wildcard(observation.Answers);
    }

    /// <summary>Asks for a random name beside a record: below the domain's _domainkey, or beside the name it is delegated to.</summary>
    public static async Task<Wildcard> ProbeAsync(IRecordLookup lookup, RecordName name, CancellationToken cancellation)
    {
        var observation = await lookup.ObserveAsync(NameBeside(name), cancellation).ConfigureAwait(false);
        return new Wildcard(observation.Answers);
    }

    /// <summary>A random name beside a record: below the domain's _domainkey, or beside the name it is delegated to.</summary>
    public static RecordName NameBeside(RecordName name) =>
        name.IsDelegated ? name.At(SiblingName(name.Value)) : NameBelow(name.Domain);

    /// <summary>A random name below a domain's _domainkey.</summary>
    public static RecordName NameBelow(DomainName domain)
    {
        var name = SiblingName(new RecordName(domain, Selector.Parse("x")).Value);
        return new RecordName(domain, Selector.Parse(name[..name.IndexOf('.', StringComparison.Ordinal)]));
    }

    /// <summary>A random sibling of a name, shortened to the longest name allowed.</summary>
    public static string SiblingName(string name)
    {
        var label = ZoneDiscovery.RandomLabel();
        var rest = name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? name[dot..] : "";
        return label[..Math.Min(label.Length, DnsLabel.LongestName - rest.Length)] + rest;
    }

    /// <summary>Whether an answer's texts are the wildcard's.</summary>
    public bool Gives(IReadOnlyList<string> texts) =>
        Array.Exists(found, each => each.Texts.Order(StringComparer.Ordinal).SequenceEqual(texts.Order(StringComparer.Ordinal)));

    /// <summary>The finding if there is a wildcard, else null.</summary>
    public DkimFinding? FindingFor(RecordName name) => First is { } first
        ? FindingTable.WildcardAnswers.With(("domain", name.Domain), ("name", name), ("text", PrintableText.Quote(first.Texts[0])))
        : null;
}
