namespace OpteriusDkim;

/// <summary>
/// Domains whose zone accepts updates, registered, rotated and retired by killed processes while OpenDKIM signs. It takes a minute of
/// both processors, so it runs only with <c>-explicit on</c>; <see cref="KilledDelegatedLivesTests"/> always runs.
/// </summary>
public sealed class KilledLivesTests : RotationTest
{
    [Fact(Explicit = true)]
    public async Task A_registered_domain_is_signed_and_verifies_until_it_is_unregistered()
    {
        await Trace.RequireAsync();
        await StartAsync(KilledLives.Settings);

        await new KilledLives(Sandbox, Session, "example.com", () => new ProbeStream($"local:{Host.Socket}", Address, [])).PlayAsync();

        Assert.Equal("", Host.Tables.Signing + Host.Tables.Keys);
    }
}
