namespace OpteriusDkim;

/// <summary>What an answer has to story, by its outcome.</summary>
internal static class AnswerFindings
{
    public static IReadOnlyList<DkimFinding> For(RecordName name, TxtAnswer answer, DkimKeyRecord? record)
    {
        var findings = new List<DkimFinding>();
        if (RuleFor(answer.Outcome) is { } rule)
        {
            findings.Add(rule.With(
                ("server", answer.Server), ("name", name), ("detail", answer.Detail), ("look", LookCommands.For(name.Value, answer.Server))));
        }

        if (answer.Chain.Count > 0)
        {
            findings.Add(FindingTable.CnameFollowed.With(
                ("name", name), ("target", string.Join(", then ", answer.Chain.Select(PrintableText.Clean)))));
        }

        if (answer.Records.Count > 1)
        {
            findings.Add(FindingTable.SeveralRecords.With(("name", name), ("count", answer.Records.Count)));
        }

        if (record is not null)
        {
            findings.AddRange(record.Findings);
        }

        return findings;
    }

    private static FindingRule? RuleFor(DnsOutcome outcome) => outcome switch
    {
        DnsOutcome.Found => null,
        DnsOutcome.NoSuchName => FindingTable.NoSuchName,
        DnsOutcome.NoData => FindingTable.NoData,
        DnsOutcome.Refused => FindingTable.Refused,
        DnsOutcome.Timeout => FindingTable.Timeout,
        DnsOutcome.Malformed => FindingTable.Malformed,
        _ => FindingTable.ServerFailure,
    };
}
