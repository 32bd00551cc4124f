namespace OpteriusDkim;

/// <summary>Rotations where a user edits DNS, simulated with nsupdate.</summary>
public sealed class ManualRotationTests : RotationTest
{
    private const string Domain = "one.example.com";
    private const string ByHand = "\"rotation\": { \"drain\": \"00:00:02\" }, \"domains\": { \"one.example.com\": { \"publisher\": { "
        + "\"type\": \"Manual\" }, \"provider\": \"Cloudflare\" } },";

    [Fact]
    public async Task The_user_is_shown_what_to_publish_and_remove_and_the_run_waits()
    {
        await StartAsync(ByHand, Domain);

        var first = Rotate(Domain);

        Assert.Equal((RotationPhase.Published, RotationWait.Person), (first.Phase, first.WaitingFor));
        Assert.Null(first.NotBefore);
        Assert.Equal(("Cloudflare", "mail2"), (first.Record!.Provider, first.Record.Selector));
        var shown = string.Join('\n', Run($"[OpteriusDkim.View]::Show((Get-DkimRotation {Domain}), 100)").Objects);
        Assert.Contains("action required", shown, StringComparison.Ordinal);
        Assert.Contains(first.Record.Value, shown, StringComparison.Ordinal);

        RequireReportOfMissingOldRecord();

        PublishByHand("mail2", Domain);
        var second = Rotate(Domain);
        Assert.Equal((RotationPhase.Published, RotationWait.Time), (second.Phase, second.WaitingFor));

        await UntilDueAsync(second);
        var third = Rotate(Domain);
        Assert.Equal((RotationPhase.Draining, RotationWait.Time), (third.Phase, third.WaitingFor));
        Assert.Equal("mail2", await Host.SelectorAsync(Domain));
        Assert.NotEqual("", Dig("mail", Domain));

        await UntilDueAsync(third);
        var fourth = Rotate(Domain);
        Assert.Equal((RotationPhase.Draining, RotationWait.Person, "mail"), (fourth.Phase, fourth.WaitingFor, fourth.Record!.Selector));
        Assert.True(File.Exists(Path.Combine(Sandbox.Keys, Domain, "mail.private")));

        NsUpdate($"update delete mail._domainkey.{Domain} TXT");
        Assert.Equal(RotationPhase.Completed, Rotate(Domain).Phase);
        Assert.False(File.Exists(Path.Combine(Sandbox.Keys, Domain, "mail.private")));
    }

    /// <summary>The record of the signing key disappears during the wait for the new one, and is restored.</summary>
    private void RequireReportOfMissingOldRecord()
    {
        NsUpdate($"update delete mail._domainkey.{Domain} TXT");
        var lost = Run("Invoke-DkimRotation -Due");
        Assert.Contains(lost.Warnings, warning => warning.Contains($"mail._domainkey.{Domain}", StringComparison.Ordinal));
        foreach (var rotation in (DkimRotation[])[Read(lost), Read(Run($"Get-DkimRotation {Domain}"))])
        {
            Assert.Contains(rotation.Findings, finding => finding is { Code: "SigningRecordLost", Severity: FindingSeverity.Error });
            Assert.Equal((RotationWait.Person, "mail", "Publish"), (rotation.WaitingFor, rotation.Record!.Selector, rotation.RecordAction));
        }

        PublishByHand("mail", Domain);
        var back = Rotate(Domain);
        Assert.DoesNotContain(back.Findings, finding => finding.Code == "SigningRecordLost");
        Assert.Equal((RotationWait.Person, "mail2"), (back.WaitingFor, back.Record!.Selector));
    }
}
