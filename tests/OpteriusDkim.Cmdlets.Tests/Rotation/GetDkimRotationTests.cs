namespace OpteriusDkim;

public sealed class GetDkimRotationTests : CmdletTest
{
    private const string Key =
        """{ "selector": "SELECTOR", "algorithm": "Ed25519", "publicKey": "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=" }""";
    private const string BootTimestamp = """{ "utc": "2026-11-20T10:00:00Z", "boot": "b", "uptime": "01:00:00" }""";

    private const string Lists = "\"beside\": [], \"skipped\": [], \"outgoing\": [], \"watch\": { \"servers\": [], \"silent\": [] },";

    [Fact]
    public void The_journal_is_shown_as_of_the_last_run()
    {
        Write("example.com", $$"""
            { "domain": "example.com", "version": 1, "written": {{BootTimestamp}},
              "current": { "old": {{KeyOf("mail2")}}, "new": {{KeyOf("mail3")}}, "startedAt": {{BootTimestamp}},
                "phase": "Published", "publishAsked": true, {{Lists}}
                "outlook": { "waitingFor": "Person", "nextAction": "Publish the record.", "recordOf": {{KeyOf("mail3")}},
                  "findings": [] } }, "selectors": [],
              "past": [ { "old": {{KeyOf("mail")}}, "new": {{KeyOf("mail2")}}, "phase": "Removed",
                "startedAt": "2026-01-01T00:00:00Z", "endedAt": {{BootTimestamp}} } ] }
            """);

        var all = Run("Get-DkimRotation").Objects.Select(item => (DkimRotation)item.BaseObject).ToArray();

        Assert.Equal(
            ["example.com: mail -> mail2, Completed", "example.com: mail2 -> mail3, Published"],
            all.Select(rotation => rotation.ToString()));
        Assert.Equal(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc), all[0].EndedAt);
        Assert.Equal(
            (RotationWait.Person, "Publish the record.", "mail3"), (all[1].WaitingFor, all[1].NextAction, all[1].Record!.Selector));
        Assert.Equal("mail3", Run("Get-DkimRotation ex*.com -Running")["NewSelector"]);
        Assert.Equal("mail3", Run("'example.com' | Get-DkimRotation -Running")["NewSelector"]);

        var shown = (string)Run("[OpteriusDkim.View]::Show((Get-DkimRotation -Running), 80)").Objects.Single().BaseObject;
        Assert.Contains("action required", shown, StringComparison.Ordinal);
        Assert.Contains("mail3._domainkey", shown, StringComparison.Ordinal);
        Assert.Contains(all[1].Record!.Value, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotation_that_is_being_aborted_is_reported_as_such()
    {
        Write("example.com", $$"""
            { "domain": "example.com", "version": 1, "written": {{BootTimestamp}}, "selectors": [ "mail2" ], "past": [],
              "current": { "old": {{KeyOf("mail")}}, "startedAt": {{BootTimestamp}}, "phase": "Prepared", "aborting": true,
                "beside": [], "skipped": [ "mail2" ], "watch": { "servers": [], "silent": [] },
                "outgoing": [ { "key": {{KeyOf("mail2")}}, "signed": false, "handed": true } ],
                "outlook": { "waitingFor": "Person", "nextAction": "Remove the record.", "recordOf": {{KeyOf("mail2")}},
                  "recordGoes": true, "findings": [] } } }
            """);

        var rotation = (DkimRotation)Run("Get-DkimRotation").Objects.Single().BaseObject;
        Assert.Equal((true, "The rotation is being aborted. Remove the record."), (rotation.IsAborting, rotation.NextAction));
        Assert.Equal("example.com: mail -> mail2, Aborting", rotation.ToString());

        var shown = (string)Run("[OpteriusDkim.View]::Show((Get-DkimRotation), 80)").Objects.Single().BaseObject;
        Assert.Contains("Aborting", shown, StringComparison.Ordinal);
        Assert.Contains("mail stays", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Prepared", shown, StringComparison.Ordinal);
        Assert.Contains("being aborted", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_that_was_never_rotated_is_an_error_and_a_pattern_that_matches_nothing_is_not()
    {
        Assert.Equal(["NeverRotated"], Run("Get-DkimRotation example.com").ErrorIds);
        Assert.Empty(Run("Get-DkimRotation; Get-DkimRotation *.org").Everything);
    }

    [Theory]
    [InlineData("{", "JournalBroken")]
    [InlineData("[]", "JournalBroken")]
    [InlineData("{ \"domain\": \"other.example\", \"version\": 1 }", "JournalBroken")]
    [InlineData("{ \"domain\": \"example.com\", \"version\": 2 }", "JournalVersion")]
    [InlineData("{ \"domain\": \"example.com\" }", "JournalBroken")]
    [InlineData("{ \"domain\": \"example.com\", \"version\": 1, \"surprise\": 1 }", "JournalBroken")]
    [InlineData("{ \"domain\": \"example.com\", \"version\": 1, \"past\": [] }", "JournalBroken")]
    [InlineData("{ \"domain\": \"example.com\", \"version\": 1, \"past\": [], \"selectors\": [], \"current\": {} }", "JournalBroken")]
    [InlineData("{ \"domain\": \"example.com\", \"version\": 1, \"past\": [ null ], \"selectors\": [] }", "JournalBroken")]
    public void A_journal_that_cannot_be_read_is_that_domains_error(string text, string id)
    {
        Write("example.com", text);
        Write("example.org", $$"""
            { "domain": "example.org", "version": 1, "selectors": [],
              "past": [ { "old": {{KeyOf("mail")}}, "phase": "Aborted",
                "startedAt": "2026-01-01T00:00:00Z", "endedAt": {{BootTimestamp}} } ] }
            """);

        var outcome = Run("Get-DkimRotation");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Equal(("example.org", null), (outcome["Domain"], outcome["NewSelector"]));
    }

    private static string KeyOf(string selector) => Key.Replace("SELECTOR", selector, StringComparison.Ordinal);

    private void Write(string domain, string journal)
    {
        var folder = Path.Combine(Sandbox.State, "rotation");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, domain + ".json"), journal);
    }
}
