using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>The findings of an answer, by its outcome.</summary>
internal static class AnswerFindings
{
    public static IReadOnlyList<DkimFinding> For(RecordName name, DkimDnsAnswer answer)
    {
        var findings = new List<DkimFinding>();
        if (OfOutcome(name, answer) is { } outcome)
        {
            findings.Add(outcome);
        }

        if (answer.ProvesNothing)
        {
            findings.Add(FindingTable.PrivateServer.With(("server", ServerOf(answer)), ("name", name)));
        }

        if (answer.Aliases.Redirected is { } owner)
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

        return answer.Record is { } record ? [.. findings, .. record.Findings] : findings;
    }

    private static DkimFinding? OfOutcome(RecordName name, DkimDnsAnswer answer)
    {
        var server = ServerOf(answer);
        var (reply, address) = (answer.Reply, answer.Reply.Question.Server);
        if (answer.NoAddress)
        {
            return FindingTable.ServerWithoutAddress.With(
                ("server", server), ("name", name), ("look", LookupCommands.ForAddresses(server)));
        }

        if (reply.NoRoute && answer.ServerName is not null)
        {
            return FindingTable.NoRoute.With(("server", server), ("detail", reply.Detail));
        }

        if (reply.Disproved)
        {
            return FindingTable.DnssecFault.With(
                ("server", server), ("name", name), ("look", LookupCommands.WithoutChecking(name.Value, address)));
        }

        return RuleFor(answer.Outcome)?.With(
            ("server", server), ("name", name), ("detail", reply.Detail), ("look", LookupCommands.For(name.Value, address)));
    }

    /// <summary>The name and address of a zone's server; only the address of any other.</summary>
    private static string ServerOf(DkimDnsAnswer answer) =>
        answer.ServerName is null || answer.NoAddress ? answer.Server : $"{answer.ServerName} ({answer.Server})";

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
