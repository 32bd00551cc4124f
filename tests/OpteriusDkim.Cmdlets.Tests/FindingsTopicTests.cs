using System.Text;

namespace OpteriusDkim;

/// <summary>The help topic about findings is generated from the table.</summary>
public sealed class FindingsTopicTests
{
    private static readonly GeneratedTopic Topic = new("about_OpteriusDkim_Findings", width: 96);

    [Fact]
    public void The_help_topic_about_findings_is_generated_from_the_table() => Topic.AssertIs(Render(), GetType());

    private static string Render()
    {
        var text = new StringBuilder("""
            TOPIC
                about_OpteriusDkim_Findings

            SHORT DESCRIPTION
                Every finding and error: code, severity, meaning and remedy.

            LONG DESCRIPTION
                A finding has a stable Code, a Severity, a Message and Advice. The same codes are
                the ids of errors ($_.FullyQualifiedErrorId begins with the code). Words in braces
                stand for what was found.

                Where a finding is about the text of a record, it ends with what verifiers did with
                such records: OpenDKIM 2.11, Rspamd 3.4, Mail::DKIM 1.20230212, MimeKit 4.18 and dkimpy
                1.1.4 were given mail that was really signed with the record's key, or forged where that
                is possible. Later versions are named where one was seen to do otherwise. "2 of 3" means that a
                verifier refused two of the three records that were tried; a record may have other
                faults beside. What a verifier accepts today is no promise of what others do: a
                finding of severity Error is what the standard calls invalid.

                Keys of Debian's faulty generator of 2008 (CVE-2008-0166) are not tested for: no package
                of today's Debian brings the list of them.


            """);
        foreach (var rule in FindingTable.All)
        {
            text.Append("    ").Append(rule.Code).Append(" (").Append(rule.Severity).Append(")\n");
            Topic.Wrap(text, rule.Message);
            Topic.Wrap(text, rule.Advice);
            if (Verdicts(rule) is { } verdicts)
            {
                Topic.Wrap(text, verdicts);
            }

            text.Append('\n');
        }

        return text.Append("SEE ALSO\n    about_OpteriusDkim\n    Test-DkimDns\n").ToString();
    }

    /// <summary>
    /// The verifiers that refused records with the finding, preferring records without a worse one; null if none was tested.
    /// </summary>
    private static string? Verdicts(FindingRule rule)
    {
        var tried = OddRecordTable.All.Where(row => row.Codes.Contains(rule.Code)).ToArray();
        var alone =
            tried.Where(row => row.Codes.All(code => code == rule.Code || SeverityOf(code) == FindingSeverity.Information)).ToArray();
        var rows = alone.Length > 0 ? alone : tried;
        return rows.Length == 0
            ? null
            : $"Refused? {string.Join(", ", OddRecord.Verifiers.Select(verifier => Verdict(verifier, rows)))}.{Later(rows)}";
    }

    /// <summary>Differing verdicts of later versions.</summary>
    private static string Later(OddRecord[] rows) => string.Concat(rows.Where(row => row.Later is not null)
        .SelectMany(row => row.Later!.Select(later => $" {later.Key} {later.Value}: {row.Name}.")).Distinct());

    private static string Verdict(string verifier, OddRecord[] rows)
    {
        var refused = rows.Count(row => row.VerdictOf(verifier) == OddRecord.Refuses);
        return $"{verifier}: {(refused == 0 ? "no" : refused == rows.Length ? "yes" : $"{refused} of {rows.Length}")}";
    }

    private static FindingSeverity SeverityOf(string code) => FindingTable.All.Single(rule => rule.Code == code).Severity;
}
