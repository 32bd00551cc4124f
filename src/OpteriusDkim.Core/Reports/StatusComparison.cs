using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <summary>Compares the statuses of domains with those of an earlier report.</summary>
internal static class StatusComparison
{
    /// <summary>The changes, worst first, then by domain. Information isn't compared.</summary>
    public static IReadOnlyList<DkimStatusChange> Of(EarlierReport before, EarlierReport now)
    {
        var earlier = ByDomain(before);
        var current = ByDomain(now);
        var changes = current.Values.Select(entry => ChangeOf(earlier.GetValueOrDefault(entry.Domain), entry)).OfType<DkimStatusChange>()
            .Concat(earlier.Values.Where(entry => !current.ContainsKey(entry.Domain)).Select(Removal));
        return
        [
            .. changes.OrderBy(change => change.Change)
                .ThenByDescending(change => change.Health)
                .ThenBy(change => change.Domain, StringComparer.Ordinal),
        ];
    }

    private static DkimStatusChange? ChangeOf(EarlierReport.Entry? before, EarlierReport.Entry now)
    {
        var known = before is null ? [] : ProblemsOf(before).Select(finding => finding.Code).ToHashSet();
        var problems = ProblemsOf(now).ToArray();
        var codes = problems.Select(finding => finding.Code).ToHashSet();
        if (KindOf(before, now, known.SetEquals(codes)) is not { } kind)
        {
            return null;
        }

        return new DkimStatusChange
        {
            Domain = now.Domain,
            Change = kind,
            HealthBefore = before?.Health,
            Health = now.Health,
            Findings = [.. problems.Where(finding => !known.Contains(finding.Code))],
            ResolvedCodes = string.Join(", ", known.Where(code => !codes.Contains(code))),
        };
    }

    private static DkimStatusChangeKind? KindOf(EarlierReport.Entry? before, EarlierReport.Entry now, bool areSame) => before switch
    {
        null => DkimStatusChangeKind.Added,
        _ when now.Health > before.Health => DkimStatusChangeKind.Worse,
        _ when now.Health < before.Health => DkimStatusChangeKind.Better,
        _ => areSame ? null : DkimStatusChangeKind.OtherFindings,
    };

    private static DkimStatusChange Removal(EarlierReport.Entry entry) =>
        new() { Domain = entry.Domain, Change = DkimStatusChangeKind.Removed, HealthBefore = entry.Health };

    private static IEnumerable<DkimFinding> ProblemsOf(EarlierReport.Entry entry) =>
        entry.Findings.Where(finding => finding.Severity != FindingSeverity.Information);

    private static Dictionary<string, EarlierReport.Entry> ByDomain(EarlierReport report)
    {
        var entries = new Dictionary<string, EarlierReport.Entry>(report.Domains.Count);
        foreach (var entry in report.Domains)
        {
            entries[entry.Domain] = entry;
        }

        return entries;
    }
}
