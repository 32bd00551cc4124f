namespace OpteriusDkim;

/// <summary>A domain registered, rotated and retired with a running Rspamd, and records in BIND by dynamic update.</summary>
public sealed class RspamdLifeTests : RspamdRotationTest
{
    [Fact]
    public async Task A_domain_is_registered_rotated_and_retired()
    {
        Run("Initialize-DkimSigner");
        await Host.StartAsync();

        Assert.Equal(("Registration", "Completed"), End(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 90")));
        Assert.Equal(["mail rsa-sha256 one.com"], await new RspamdScan(Host.ScanPort).SignaturesAsync(Domain));
        Assert.Equal(("Registration", "Completed"), End(Run($"Register-DkimDomain {Domain}")));

        Assert.Equal(("Rotation", "Completed"), End(Run($"Invoke-DkimRotation {Domain} -Wait -WaitTimeout 90")));
        Assert.Equal(["mail2 rsa-sha256 one.com"], await new RspamdScan(Host.ScanPort).SignaturesAsync(Domain));

        Assert.Equal(("Retirement", "Completed"), End(Run($"Unregister-DkimDomain {Domain} -Wait -WaitTimeout 90 -Confirm:$false")));
        Assert.Empty(await new RspamdScan(Host.ScanPort).SignaturesAsync(Domain));
        Assert.Empty(Run("Get-DkimKey").Objects);
    }

    private static (string, string) End(Outcome outcome) => (outcome["Kind"]!.ToString()!, outcome["Phase"]!.ToString()!);
}
