using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>What is wrong with the CNAME of a delegated selector, as far as replies for its name show. It asks nobody.</summary>
internal sealed class AliasDiagnosis
{
    private readonly RecordName name;
    private readonly string target;
    private readonly (string Name, object? Value)[] values;

    /// <summary>Renders the CNAME for the provider.</summary>
    /// <param name="delegation">The domain's delegation.</param>
    /// <param name="selector">One of its selectors.</param>
    /// <param name="options">The provider where the owner enters it, and the zone that this shows.</param>
    public AliasDiagnosis(Delegation delegation, Selector selector, RecordOptions options)
    {
        name = delegation.AliasOf(selector);
        target = delegation.TargetOf(selector);
        var record = DkimDnsRecord.ForAlias(name, target, options);
        values =
        [
            ("name", name), ("domain", name.Domain), ("target", target), ("provider", options.Provider.Name),
            ("entry", $"\nName:  {record.Name}\nType:  {record.Type}\nValue: {record.Value}"),
            ("line", $"\nIn a zone file:\n{name}. IN CNAME {target}."),
        ];
    }

    /// <summary>The name of the CNAME.</summary>
    public string Name => name.Value;

    /// <summary>The problems, each with the servers that have it.</summary>
    /// <param name="replies">Replies to questions for TXT records at the name; those that are no answer say nothing.</param>
    public IReadOnlyList<DkimFinding> Of(IEnumerable<(string Server, DnsReply Reply)> replies) =>
    [
        .. replies.Where(each => each.Reply.IsAnswer)
            .Select(each => (each.Server, Fault: FaultOf(each.Reply)))
            .Where(each => each.Fault.Rule is not null)
            .GroupBy(each => each.Fault, each => each.Server)
            .Select(group => For(group.Key.Rule!, ("found", group.Key.Found), ("servers", string.Join(", ", group.Distinct())))),
    ];

    /// <summary>A finding about this CNAME.</summary>
    public DkimFinding For(FindingRule rule, params (string Name, object? Value)[] more) => rule.With([.. values, .. more]);

    private (FindingRule? Rule, string Found) FaultOf(DnsReply reply)
    {
        var aliases = AliasChain.In(reply).Targets;
        var texts = reply.RecordsAt(Name).Select(record => KeyRecordReader.Read(string.Concat(record.Strings)).Text).ToArray();
        var found = string.Join(" and ", texts.Select(PrintableText.Quote));
        if (aliases.Contains(target))
        {
            return texts.Length > 0 ? (FindingTable.DelegationTextBeside, found) : (null, "");
        }

        return aliases switch
        {
            [var first, ..] when first.StartsWith(target + ".", StringComparison.Ordinal) => (FindingTable.DelegationTargetDoubled, first),
            [var first, ..] => (FindingTable.DelegationElsewhere, first),
            _ when texts.Length > 0 => (FindingTable.DelegationTextInstead, found),
            _ => (FindingTable.DelegationMissing, ""),
        };
    }
}
