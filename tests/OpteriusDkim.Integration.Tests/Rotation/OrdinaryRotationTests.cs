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

        Assert.Equal(("mail", "mail2", RotationPhase.Published, RotationWait.Time), (first.OldSelector, first.NewSelector, first.Phase, first.WaitingFor));
        Assert.Equal(first.SafeToActivateAt, first.NotBefore);
        Assert.StartsWith("v=DKIM1", Dig("mail2", "one.example.com"), StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));

        var last = Rotate("one.example.com -Wait -WaitTimeout 60");

        Assert.Equal((RotationPhase.Removed, RotationWait.Nothing), (last.Phase, last.WaitingFor));
        Assert.Equal("mail2", await Host.SelectorAsync("one.example.com"));
        Assert.Equal("", Dig("mail", "one.example.com"));
        Assert.False(File.Exists(Path.Combine(Sandbox.Keys, "one.example.com", "mail.private")));
        Assert.Equal("mail2", Run("Get-DkimKey one.example.com")["Selector"]);
        Assert.Equal("Removed", Run("Get-DkimRotation one.example.com")["Phase"]!.ToString());
        Assert.Empty(Directory.GetFiles(Path.Combine(Sandbox.State, "locks")));
    }
}
