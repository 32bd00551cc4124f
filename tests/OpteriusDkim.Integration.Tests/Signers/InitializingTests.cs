namespace OpteriusDkim;

/// <summary>Initialize-DkimSigner on OpenDKIM's configuration, checked with OpenDKIM itself.</summary>
public sealed class InitializingTests : OpenDkimTest
{
    [Fact]
    public async Task A_host_with_a_single_key_continues_signing_and_a_second_run_changes_nothing()
    {
        Prepare("one.example.com");
        Host.WriteConfiguration($"# ours\nDomain one.example.com\nSelector mail\nKeyFile {Sandbox.Keys}/one.example.com/mail.private");
        await Host.StartAsync();
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));

        var first = Session.Run("Initialize-DkimSigner OpenDkim");

        Assert.Empty(first.Errors);
        Assert.True((bool)first["Changed"]!);
        Assert.Equal("", await Host.LoadingProblemAsync());
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
        var after = await File.ReadAllBytesAsync(Sandbox.OpenDkimConfiguration, TestContext.Current.CancellationToken);
        var second = Session.Run("Initialize-DkimSigner OpenDkim");
        Assert.Empty(second.Errors);
        Assert.False((bool)second["Changed"]!);
        Assert.Equal(after, await File.ReadAllBytesAsync(Sandbox.OpenDkimConfiguration, TestContext.Current.CancellationToken));
    }
}
