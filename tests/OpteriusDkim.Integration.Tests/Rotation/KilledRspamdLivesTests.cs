namespace OpteriusDkim;

/// <summary>Delegated domains, registered, rotated and retired by killed processes while Rspamd signs.</summary>
public sealed class KilledRspamdLivesTests() : RspamdRotationTest("ours.net", KilledLives.Settings, Customers)
{
    private static readonly CustomerZone Customers = new("com", "ns.ours.net", "ours.net");

    [Fact]
    public async Task A_delegated_domain_is_signed_and_verifies_until_it_is_unregistered()
    {
        await Trace.RequireAsync();
        Run("Initialize-DkimSigner");
        await Host.StartAsync();

        await new KilledLives(
            Sandbox, Session, "com", () => new ProbeStream(Host.MilterSocket, Address, [], SignerType.Rspamd)).PlayAsync();
    }
}
