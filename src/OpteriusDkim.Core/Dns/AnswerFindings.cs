using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>What an answer has to tell, by its outcome.</summary>
internal static class AnswerFindings
{
    public static IReadOnlyList<DkimFinding> For(RecordName name, TxtAnswer answer, DkimKeyRecord? record)
    {
        var findings = new List<DkimFinding>();
        var server = ServerOf(answer);
        if (answer.NoAddress)
        {
            findings.Add(
                FindingTable.ServerWithoutAddress.With(("server", server), ("name", name), ("look", LookCommands.ForAddresses(server))));
        }
        else if (answer.NoRoute)
        {
            findings.Add(FindingTable.NoRoute.With(("server", server), ("detail", answer.Detail)));
        }
        else if (answer.Disproved)
        {
            findings.Add(
                FindingTable.DnssecFault.With(
                    ("server", server), ("name", name), ("look", LookCommands.WithoutChecking(name.Value, answer.Server))));
        }
        else if (RuleFor(answer.Outcome) is { } rule)
        {
            findings.Add(rule.With(
                ("server", server), ("name", name), ("detail", answer.Detail), ("look", LookCommands.For(name.Value, answer.Server))));
        }

        if (answer.ProvesNothing)
        {
            findings.Add(FindingTable.PrivateServer.With(("server", server), ("name", name)));
        }

        if (answer.Redirected is { } owner)
        {
            findings.Add(
                FindingTable.DnameFollowed.With(("owner", owner), ("name", name), ("target", PrintableText.Clean(answer.Chain[0]))));
        }
        else if (answer.Chain.Count > 0)
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

    /// <summary>A zone's server by its name, any other by its address.</summary>
    private static string ServerOf(TxtAnswer answer) => answer switch
    {
        { ServerName: null } => answer.Server.ToString(),
        { NoAddress: true } => answer.ServerName,
        _ => $"{answer.ServerName} ({answer.Server})",
    };

    private static FindingRule? RuleFor(DnsOutcome outcome) => outcome switch
    {
        DnsOutcome.Found => null,
        DnsOutcome.NoSuchName => FindingTable.NoSuchName,
        DnsOutcome.NoData => FindingTable.NoData,
        DnsOutcome.Refused => FindingTable.Refused,
        DnsOutcome.Timeout => FindingTable.Timeout,
        DnsOutcome.Unreachable => FindingTable.ServerUnreachable,
        DnsOutcome.Malformed => FindingTable.Malformed,
        _ => FindingTable.ServerFailure,
    };
}
