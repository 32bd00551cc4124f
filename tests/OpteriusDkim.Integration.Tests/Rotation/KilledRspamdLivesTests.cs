namespace OpteriusDkim;

/// <summary>
/// Delegated domains, registered, rotated and retired by killed processes while Rspamd signs. It takes minutes of both processors, so
/// it runs only with <c>-explicit on</c>; <see cref="RspamdLifeTests"/> has the same life without kills.
/// </summary>
public sealed class KilledRspamdLivesTests() : RspamdRotationTest("ours.net", KilledLives.Settings, Customers)
{
    private static readonly CustomerZone Customers = new("com", "ns.ours.net", "ours.net");

    [Fact(Explicit = true)]
    public async Task A_delegated_domain_is_signed_and_verifies_until_it_is_unregistered()
    {
        await Trace.RequireAsync();
        Run("Initialize-DkimSigner");
        await Host.StartAsync();

        await new KilledLives(
            Sandbox, Session, "com", () => new ProbeStream(Host.MilterSocket, Address, [], SignerType.Rspamd)).PlayAsync();
    }
}
