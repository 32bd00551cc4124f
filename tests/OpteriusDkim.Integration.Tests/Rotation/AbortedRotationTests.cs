namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation -Abort, with a running OpenDKIM and records in BIND.</summary>
public sealed class AbortedRotationTests : RotationTest
{
    private const string Domain = "one.example.com";
    private const string Drain = "\"rotation\": { \"drain\": \"00:00:03\" },";

    [Fact]
    public async Task Aborting_before_the_switch_removes_only_the_new_record_and_key()
    {
        await StartAsync(Drain, Domain);
        var before = Host.Tables;
        Rotate(Domain);

        Assert.Equal(RotationPhase.Aborted, Rotate($"{Domain} -Abort -Confirm:$false").Phase);

        Assert.Equal(before, Host.Tables);
        Assert.Equal("", Dig("mail2", Domain));
        Assert.StartsWith("v=DKIM1", Dig("mail", Domain), StringComparison.Ordinal);
        Assert.Equal("mail", Run($"Get-DkimKey {Domain}")["Selector"]);
        Assert.Equal("Aborted", Run($"Get-DkimRotation {Domain}")["Phase"]!.ToString());

        Assert.Equal("mail3", Rotate(Domain).NewSelector);
    }

    [Fact]
    public async Task Aborting_after_the_switch_makes_the_old_key_sign_and_drains_the_new_one()
    {
        await StartAsync(Drain, Domain);
        await UntilDueAsync(Rotate(Domain));
        Assert.Equal(RotationPhase.Draining, Rotate(Domain).Phase);
        Assert.Equal("mail2", await Host.SelectorAsync(Domain));

        var back = Rotate($"{Domain} -Abort -Confirm:$false");

        Assert.Equal(
            ("mail", "mail2", RotationPhase.Draining, RotationWait.Time),
            (back.OldSelector, back.NewSelector, back.Phase, back.WaitingFor));
        Assert.True(back.IsAborting);
        Assert.StartsWith("The rotation is being aborted. ", back.NextAction, StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
        Assert.StartsWith("v=DKIM1", Dig("mail2", Domain), StringComparison.Ordinal);
        Assert.Equal(RotationPhase.Aborted, Rotate($"{Domain} -Wait -WaitTimeout 30").Phase);
        Assert.Equal("", Dig("mail2", Domain));
        Assert.Equal("mail", Run($"Get-DkimKey {Domain}")["Selector"]);
    }

    [Fact]
    public async Task A_rotation_that_was_never_started_cannot_be_aborted()
    {
        await StartAsync(Drain, Domain);

        Assert.Equal(["NoRotation"], Run($"Invoke-DkimRotation {Domain} -Abort -Confirm:$false").ErrorIds);
        Assert.Empty(
            Directory.Exists(Path.Combine(Sandbox.State, "rotation")) ? Directory.GetFiles(Path.Combine(Sandbox.State, "rotation")) : []);
    }
}
