namespace OpteriusDkim.Tests;

public sealed class StatusComparisonTests
{
    private static readonly DkimFinding Missing = new("RecordMissing", FindingSeverity.Error, "The record is missing.", "Publish it.");
    private static readonly DkimFinding Old = new("KeyOld", FindingSeverity.Warning, "The key is old.", "Rotate it.\nSoon.");
    private static readonly DkimFinding Note = new("Note", FindingSeverity.Information, "It is so.", "");

    [Fact]
    public void The_same_statuses_have_no_changes()
    {
        var report = Report(Entry("a.example", DkimHealth.Ok), Entry("b.example", DkimHealth.Critical, Missing));

        Assert.Empty(StatusComparison.Of(report, report));
        Assert.Null(StatusDigest.Of(report, report, []));
    }

    [Fact]
    public void Information_comes_and_goes_without_a_change() => Assert.Empty(StatusComparison.Of(
        Report(Entry("a.example", DkimHealth.Ok)), Report(Entry("a.example", DkimHealth.Ok, Note))));

    [Fact]
    public void Changes_come_worst_first_with_what_is_new_and_what_is_gone()
    {
        var before = Report(
            Entry("better.example", DkimHealth.Critical, Missing), Entry("gone.example", DkimHealth.Ok),
            Entry("other.example", DkimHealth.Warning, Old), Entry("worse.example", DkimHealth.Warning, Old));
        var now = Report(
            Entry("better.example", DkimHealth.Ok), Entry("new.example", DkimHealth.Ok),
            Entry("other.example", DkimHealth.Warning, Missing), Entry("worse.example", DkimHealth.Critical, Old, Missing));

        var changes = StatusComparison.Of(before, now);

        Assert.Equal(
            [
                "worse.example: Warning -> Critical [RecordMissing] []", "other.example: Warning [RecordMissing] [KeyOld]",
                "better.example: Critical -> Ok [] [RecordMissing]", "new.example: new, Ok [] []", "gone.example: removed [] []",
            ],
            changes.Select(change => $"{change} [{change.FindingCodes}] [{change.ResolvedCodes}]"));
    }

    [Fact]
    public void The_text_has_a_subject_and_only_what_changed()
    {
        var before = Report(Entry("a.example", DkimHealth.Ok), Entry("same.example", DkimHealth.Warning, Old));
        var now = Report(Entry("a.example", DkimHealth.Critical, Missing), Entry("same.example", DkimHealth.Warning, Old));

        Assert.Equal(
            """
            DKIM on mx1: 1 critical, 1 warning, 0 ok

            Worse:
              a.example: Ok -> Critical
                RecordMissing: The record is missing.
                  Publish it.

            The report before this was written 2026-11-27 06:00 UTC.

            """,
            StatusDigest.Of(before, now, StatusComparison.Of(before, now)));
    }

    [Fact]
    public void New_domains_that_are_well_are_no_reason_for_a_mail()
    {
        var none = Report();
        var well = Report(Entry("a.example", DkimHealth.Ok));
        var ill = Report(Entry("a.example", DkimHealth.Ok), Entry("b.example", DkimHealth.Warning, Old));

        Assert.Null(StatusDigest.Of(none, well, StatusComparison.Of(none, well)));
        var text = StatusDigest.Of(none, ill, StatusComparison.Of(none, ill));
        Assert.Contains("b.example: new, Warning", text, StringComparison.Ordinal);
        Assert.Contains("      Soon.\n", text, StringComparison.Ordinal);
        Assert.Contains("There is no earlier report.", text, StringComparison.Ordinal);
        Assert.NotNull(StatusDigest.Of(ill, none, StatusComparison.Of(ill, none)));
    }

    [Fact]
    public void A_long_list_is_cut_and_what_all_have_is_explained_once()
    {
        var now = Report([.. Enumerable.Range(0, 120).Select(number => Entry($"d{number}.example", DkimHealth.Warning, Old))]);
        var text = StatusDigest.Of(Report(), now, StatusComparison.Of(Report(), now))!;

        Assert.Contains("  and 70 more\n", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line == "    KeyOld: The key is old.");
        Assert.Equal(49, text.Split('\n').Count(line => line == "    KeyOld: see above"));
    }

    private static EarlierReport Report(params EarlierReport.Entry[] domains) =>
        new(ReportHeader.Schema, "mx1", ReportSamples.Header.GeneratedAt, domains);

    private static EarlierReport.Entry Entry(string domain, DkimHealth health, params DkimFinding[] findings) =>
        new(domain, health, findings);
}
