namespace OpteriusDkim;

public sealed class CompareDkimStatusTests : CmdletTest
{
    [Fact]
    public void Statuses_and_reports_are_compared_with_an_earlier_report()
    {
        Report("before.json", SampleStatuses.Healthy("example.com"), SampleStatuses.Stopped("example.net"));
        DkimStatus[] now = [SampleStatuses.Unpublished("example.com"), SampleStatuses.Healthy("example.net")];
        Report("now.json", now);

        var piped = Session.Run("$input | Compare-DkimStatus before.json", [.. now]);
        var read = Run("Compare-DkimStatus before.json now.json");

        Assert.Equal(["example.com: Ok -> Critical", "example.net: Critical -> Ok"], piped.Objects.Select(change => change.ToString()));
        Assert.Equal(piped.Objects.Select(change => change.ToString()), read.Objects.Select(change => change.ToString()));
        Assert.Equal("RecordMissingWhileSigning", piped.Objects[0].Properties["FindingCodes"].Value);
    }

    [Fact]
    public void The_text_comes_only_if_something_changed()
    {
        Report("before.json", SampleStatuses.Stopped("example.net"));

        Assert.Empty(Session.Run("$input | Compare-DkimStatus before.json -AsText", SampleStatuses.Stopped("example.net")).Objects);
        var changed = Session.Run("$input | Compare-DkimStatus before.json -AsText", SampleStatuses.Healthy("example.net"));
        var text = Assert.IsType<string>(Assert.Single(changed.Objects).BaseObject);
        Assert.Matches("^DKIM on .*: 0 critical, 0 warning, 1 ok\n\nBetter:\n  example.net: Critical -> Ok\n", text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"schema\":2,\"host\":\"a\",\"generatedAt\":\"2026-11-27T06:00:00Z\",\"domains\":[]}")]
    [InlineData("{\"schema\":1,\"host\":\"a\",\"generatedAt\":\"2026-11-27T06:00:00Z\",\"domains\":[{}]}")]
    public void What_is_no_report_is_an_error(string text)
    {
        File.WriteAllText(Sandbox.In("before.json"), text);
        Assert.Equal(
            "ReportUnreadable,OpteriusDkim.CompareDkimStatusCommand",
            Assert.Single(Run("@() | Compare-DkimStatus before.json").Errors).FullyQualifiedErrorId);
        Assert.Equal(
            "ReportMissing,OpteriusDkim.CompareDkimStatusCommand",
            Assert.Single(Run("@() | Compare-DkimStatus missing.json").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Another_object_ends_the_command()
    {
        Report("before.json", SampleStatuses.Healthy("example.com"));
        var outcome = Run("1 | Compare-DkimStatus before.json");

        Assert.Empty(outcome.Objects);
        Assert.Equal("NotAStatus,OpteriusDkim.CompareDkimStatusCommand", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    private void Report(string name, params DkimStatus[] statuses) =>
        Assert.Empty(Session.Run($"$input | Export-DkimReport {name}", [.. statuses]).Errors);
}
