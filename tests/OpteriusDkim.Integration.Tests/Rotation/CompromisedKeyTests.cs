namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation -Compromised, with a running OpenDKIM and records in BIND.</summary>
public sealed class CompromisedKeyTests : RotationTest
{
    private const string Domain = "one.example.com";

    [Fact]
    public async Task The_key_is_replaced_and_revoked_in_one_run_and_the_effect_on_mail_is_reported()
    {
        await StartAsync("", Domain);
        Rotate(Domain);

        var plan = Rotate($"{Domain} -Compromised -WhatIf");
        Assert.Contains(plan.Findings, finding => finding.Code == "CompromisedInFlight");
        Assert.Equal("mail", await Host.SelectorAsync(Domain));

        var rotation = Rotate($"{Domain} -Compromised -Confirm:$false");

        Assert.Equal((RotationPhase.Completed, "mail", "mail3"), (rotation.Phase, rotation.OldSelector, rotation.NewSelector));
        Assert.Equal("v=DKIM1; k=rsa; p=", Dig("mail", Domain));
        Assert.Equal("", Dig("mail2", Domain));
        Assert.Equal("mail3", await Host.SelectorAsync(Domain));
        Assert.Equal("mail3", Run($"Get-DkimKey {Domain}")["Selector"]);
        Assert.Contains(rotation.Findings, finding => finding.Code == "CompromisedInFlight");
        Assert.Contains(rotation.Findings, finding => finding.Code == "CachesAccepted");
        Assert.Contains(rotation.Findings, finding => finding.Code == "SignerRestartUnknown" || Directory.Exists("/run/systemd/system"));
    }

    [Fact]
    public async Task A_record_that_does_not_appear_in_time_stops_signing_until_it_does()
    {
        await StartAsync(
            "\"rotation\": { \"compromisedWait\": \"00:00:12\" }, \"domains\": { \"one.example.com\": { \"publisher\": "
            + "{ \"type\": \"Manual\" } } },", Domain);

        var waiting = Rotate($"{Domain} -Compromised -Confirm:$false");
        Assert.Equal((RotationPhase.Published, RotationWait.Person), (waiting.Phase, waiting.WaitingFor));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));

        await Task.Delay(waiting.StartedAt!.Value.AddSeconds(12.2) - DateTime.UtcNow, TestContext.Current.CancellationToken);
        var outcome = Run($"Invoke-DkimRotation {Domain}");
        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Warnings, warning => warning.Contains("NOT SIGNED", StringComparison.Ordinal));
        Assert.Contains(Read(outcome).Findings, finding => finding.Code == "CompromisedUnsigned");
        Assert.Null(await Host.SelectorAsync(Domain));
        Assert.Equal(["AbortRefused"], Run($"Invoke-DkimRotation {Domain} -Abort -Confirm:$false").ErrorIds);

        PublishByHand("mail2", Domain);
        var signing = Rotate(Domain);
        Assert.Equal(RotationPhase.Draining, signing.Phase);
        Assert.Equal("mail2", await Host.SelectorAsync(Domain));
        Assert.Equal("v=DKIM1; k=rsa; p=", string.Concat(signing.Record!.Strings));

        NsUpdate($"update delete mail._domainkey.{Domain} TXT\nupdate add mail._domainkey.{Domain} 2 TXT \"v=DKIM1; k=rsa; p=\"");
        Assert.Equal(RotationPhase.Completed, Rotate(Domain).Phase);
    }
}
