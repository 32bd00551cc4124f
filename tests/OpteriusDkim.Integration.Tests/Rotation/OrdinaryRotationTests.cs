namespace OpteriusDkim;

/// <summary>Whole rotations with a running OpenDKIM and records in BIND, by dynamic update.</summary>
public sealed class OrdinaryRotationTests : RotationTest
{
    private const string ShortDrain = "\"rotation\": { \"drain\": \"00:00:03\" },";

    [Fact]
    public async Task A_rotation_goes_from_the_old_key_to_the_new_one_step_by_step()
    {
        await StartAsync(ShortDrain, "one.example.com");

        var first = Rotate("one.example.com");

        Assert.Equal(
            ("mail", "mail2", RotationPhase.Published, RotationWait.Time),
            (first.OldSelector, first.NewSelector, first.Phase, first.WaitingFor));
        Assert.Equal(first.SafeToActivateAt, first.NotBefore);
        Assert.StartsWith("v=DKIM1", Dig("mail2", "one.example.com"), StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));

        var last = Rotate("one.example.com -Wait -WaitTimeout 60");

        Assert.Equal((RotationPhase.Completed, RotationWait.Nothing), (last.Phase, last.WaitingFor));
        Assert.Equal("mail2", await Host.SelectorAsync("one.example.com"));
        Assert.Equal("", Dig("mail", "one.example.com"));
        Assert.False(File.Exists(Path.Combine(Sandbox.Keys, "one.example.com", "mail.private")));
        Assert.Equal("mail2", Run("Get-DkimKey one.example.com")["Selector"]);
        Assert.Equal("Completed", Run("Get-DkimRotation one.example.com")["Phase"]!.ToString());
        Assert.Empty(Directory.GetFiles(Path.Combine(Sandbox.State, "locks")));
    }

    [Fact]
    public async Task A_revoking_wildcard_is_reported_and_does_not_stop_a_publication()
    {
        await StartAsync(ShortDrain, "one.example.com");
        NsUpdate("update add *._domainkey.one.example.com 2 TXT \"v=DKIM1; p=\"");

        var last = Rotate("one.example.com -Wait -WaitTimeout 60");

        Assert.Equal((RotationPhase.Completed, "mail2"), (last.Phase, last.NewSelector));
        Assert.Equal("mail2", await Host.SelectorAsync("one.example.com"));
        Assert.Equal("v=DKIM1; p=", Dig("mail", "one.example.com"));
    }

    [Fact]
    public async Task A_foreign_record_at_the_next_selector_is_kept_and_the_following_selector_is_used()
    {
        await StartAsync(ShortDrain, "one.example.com");
        NsUpdate("update add mail2._domainkey.one.example.com 2 TXT \"v=spf1 -all\"");

        var rotation = Rotate("one.example.com");

        Assert.Equal("mail3", rotation.NewSelector);
        Assert.Contains(rotation.Findings, finding => finding.Code == "SelectorForeign");
        Assert.Equal(RotationPhase.Completed, Rotate("one.example.com -Wait -WaitTimeout 60").Phase);
        Assert.Equal("v=spf1 -all", Dig("mail2", "one.example.com"));
    }

    [Fact]
    public async Task A_failure_between_runs_is_reported_by_the_next_run_and_nothing_is_removed()
    {
        await StartAsync("\"rotation\": { \"drain\": \"00:00:01\" },", "one.example.com");
        await UntilDueAsync(Rotate("one.example.com"));
        var draining = Rotate("one.example.com");
        Assert.Equal(RotationPhase.Draining, draining.Phase);
        await UntilDueAsync(draining);

        await Host.StopAsync();
        var blocked = Rotate("one.example.com");
        Assert.Equal((RotationPhase.Draining, RotationWait.Signer), (blocked.Phase, blocked.WaitingFor));
        Assert.Contains(blocked.Findings, finding => finding.Code == "SignerUnproved");
        Assert.StartsWith("v=DKIM1", Dig("mail", "one.example.com"), StringComparison.Ordinal);

        await Host.StartAsync();
        NsUpdate("update delete mail2._domainkey.one.example.com TXT");
        var lost = Run("Invoke-DkimRotation one.example.com");
        Assert.Contains(Read(lost).Findings, finding => finding.Code == "SigningRecordLost");
        Assert.StartsWith("v=DKIM1", Dig("mail2", "one.example.com"), StringComparison.Ordinal);

        Assert.Equal(RotationPhase.Completed, Rotate("one.example.com -Wait -WaitTimeout 30").Phase);
    }
}
