namespace OpteriusDkim;

/// <summary>A whole rotation with a running Rspamd that signs with two keys, and records in BIND by dynamic update.</summary>
public sealed class RspamdRotationTests : RspamdRotationTest
{
    [Fact]
    public async Task One_of_two_keys_is_replaced_and_the_other_continues_to_sign()
    {
        Run("Initialize-DkimSigner");
        await Host.StartAsync();
        Run(
            $"New-DkimKey {Domain} | Publish-DkimRecord; New-DkimKey {Domain} ed -Algorithm Ed25519 | Publish-DkimRecord; "
            + $"Enable-DkimSigning {Domain} mail; Enable-DkimSigning {Domain} ed");
        Assert.Equal(["RotationSelectorNeeded"], Session.Run($"Invoke-DkimRotation {Domain}").ErrorIds);

        var rotation = (DkimRotation)Run($"Invoke-DkimRotation {Domain} mail -Wait -WaitTimeout 90").Objects.Single().BaseObject;

        Assert.Equal((RotationPhase.Completed, "mail", "mail2"), (rotation.Phase, rotation.OldSelector, rotation.NewSelector));
        Assert.Equal(
            ["ed ed25519-sha256 one.com", "mail2 rsa-sha256 one.com"], await new RspamdScan(Host.ScanPort).SignaturesAsync(Domain));
        Assert.Equal(["ed", "mail2"], Run($"Get-DkimKey {Domain}").Objects.Select(item => (string)item.Properties["Selector"].Value));
    }
}
