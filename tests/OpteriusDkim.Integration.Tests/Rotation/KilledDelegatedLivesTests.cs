namespace OpteriusDkim;

/// <summary>The same domains where their zone is static and has CNAMEs into one of ours, so that selectors are used again.</summary>
public sealed class KilledDelegatedLivesTests : RotationTest
{
    private readonly CustomerZone customers = new("test", "ns.example.com", "ours.example.com");

    private protected override string StaticZones => customers.WriteTo(Sandbox.In("dns"));

    [Fact]
    public async Task A_delegated_domain_is_signed_and_verifies_until_it_is_unregistered()
    {
        await Trace.RequireAsync();
        await StartAsync(KilledLives.Settings + customers.Settings);

        await new KilledLives(Sandbox, Session, "test", () => new ProbeStream($"local:{Host.Socket}", Address, [])).PlayAsync();

        Assert.Equal("", Host.Tables.Signing + Host.Tables.Keys);
    }
}
