using System.Globalization;
using System.Text;

namespace OpteriusDkim.Reports;

/// <summary>Tells in a text, for a mail, what has changed since an earlier report.</summary>
internal static class StatusDigest
{
    private const int LongestList = 50;

    /// <summary>The text: a line for the subject, an empty one, and the changes.</summary>
    /// <returns>The text; null if nothing changed that somebody has to know: new domains that are well don't count.</returns>
    public static string? Of(EarlierReport before, EarlierReport now, IReadOnlyList<DkimStatusChange> changes)
    {
        if (!changes.Any(IsNotable))
        {
            return null;
        }

        var text = new StringBuilder($"{SubjectOf(now)}\n");
        var explained = new HashSet<(string Code, string Message)>();
        foreach (var group in changes.GroupBy(change => change.Change))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{TitleOf(group.Key)}:\n");
            Add(text, [.. group.OrderByDescending(IsNotable)], explained);
        }

        var since = before.Domains.Count == 0 ? "There is no earlier report." : $"The report before this was written {TimeOf(before)}.";
        return text.Append(CultureInfo.InvariantCulture, $"\n{since}\n").ToString();
    }

    private static bool IsNotable(DkimStatusChange change) =>
        change.Change != DkimStatusChangeKind.Added || change.Health != DkimHealth.Ok;

    private static string SubjectOf(EarlierReport now)
    {
        int Count(DkimHealth health) => now.Domains.Count(entry => entry.Health == health);
        return $"DKIM on {now.Host}: {Count(DkimHealth.Critical)} critical, {Count(DkimHealth.Warning)} warning, {Count(DkimHealth.Ok)} ok";
    }

    private static string TitleOf(DkimStatusChangeKind change) => change switch
    {
        DkimStatusChangeKind.Worse => "Worse",
        DkimStatusChangeKind.OtherFindings => "Other findings",
        DkimStatusChangeKind.Better => "Better",
        DkimStatusChangeKind.Added => "New",
        _ => "Removed",
    };

    private static void Add(
        StringBuilder text, IReadOnlyList<DkimStatusChange> changes, HashSet<(string Code, string Message)> explained)
    {
        foreach (var change in changes.Take(LongestList))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {change}\n");
            foreach (var finding in change.Findings)
            {
                AddFinding(text, finding, explained.Add((finding.Code, finding.Message)));
            }

            if (change.ResolvedCodes.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"    no longer found: {change.ResolvedCodes}\n");
            }
        }

        if (changes.Count > LongestList)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {changes.Count - LongestList} more\n");
        }
    }

    /// <summary>What concerns the whole host, such as a daemon that is down, is explained once.</summary>
    private static void AddFinding(StringBuilder text, DkimFinding finding, bool isNew)
    {
        text.Append(Indented(isNew ? $"{finding.Code}: {finding.Message}" : $"{finding.Code}: see above", "    "));
        text.Append(isNew ? Indented(finding.Advice, "      ") : "");
    }

    private static string Indented(string text, string indent) =>
        text.Length == 0 ? "" : string.Concat(text.Split('\n').Select(line => $"{indent}{line}\n"));

    private static string TimeOf(EarlierReport report) =>
        report.GeneratedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
