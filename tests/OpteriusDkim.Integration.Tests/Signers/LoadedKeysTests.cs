namespace OpteriusDkim;

/// <summary>Tables that somebody emptied without a reload: the running daemon still signs with the key, and the key stays.</summary>
public sealed class LoadedKeysTests : OpenDkimTest
{
    private static readonly string[] Commands =
        ["Remove-DkimKey {0} -Confirm:$false", "Remove-DkimKey {0} -WhatIf", "New-DkimKey {0} -Force -Confirm:$false"];

    [Theory]
    [InlineData("tables")]
    [InlineData("moved")]
    [InlineData("configuration")]
    public async Task A_key_that_the_daemon_has_loaded_stays_until_it_is_reloaded(string emptied)
    {
        await StartSigningAsync();
        switch (emptied)
        {
            case "tables":
                await File.WriteAllTextAsync(Sandbox.KeyTable, "", TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(Host.SigningTable, "", TestContext.Current.CancellationToken);
                break;
            case "moved":
                // mv keeps the time of the last modification.
                await File.WriteAllTextAsync(Sandbox.In("empty"), "", TestContext.Current.CancellationToken);
                File.SetLastWriteTimeUtc(Sandbox.In("empty"), DateTime.UnixEpoch);
                File.Move(Sandbox.In("empty"), Sandbox.KeyTable, overwrite: true);
                break;
            default:
                Host.WriteConfiguration("");
                break;
        }

        foreach (var command in Commands)
        {
            Assert.Equal((command, "KeyStillLoaded"), (command, Assert.Single(Run(command, "a.example.com").ErrorIds)));
        }

        Assert.Equal("signed", new RawMilterClient(Host.Socket).VerdictOn("a.example.com"));
        Assert.Empty(Run(Commands[0], "b.example.com").Errors);

        await Host.StopAsync();
        await Host.StartAsync();
        Assert.Empty(Run(Commands[0], "a.example.com").Errors);
    }

    [Fact]
    public async Task A_daemon_that_cannot_be_asked_keeps_the_key_too()
    {
        await StartSigningAsync();
        await File.WriteAllTextAsync(Sandbox.KeyTable, "", TestContext.Current.CancellationToken);
        File.Delete(Host.Socket);
        Assert.Equal("LoadedKeyUnknown", Assert.Single(Run(Commands[0], "a.example.com").ErrorIds));
        await Host.StopAsync();
        Assert.Empty(Run(Commands[0], "a.example.com").Errors);
    }

    private async Task StartSigningAsync()
    {
        Prepare("a.example.com", "b.example.com");
        await File.WriteAllTextAsync(
            Sandbox.KeyTable, $"k a.example.com:mail:{Sandbox.Keys}/a.example.com/mail.private\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Host.SigningTable, "*@a.example.com k\n", TestContext.Current.CancellationToken);
        await Host.StartAsync();
        Assert.Equal("signed", new RawMilterClient(Host.Socket).VerdictOn("a.example.com"));
    }

    private Outcome Run(string command, string domain) => Session.Run(command.Replace("{0}", domain, StringComparison.Ordinal));
}
