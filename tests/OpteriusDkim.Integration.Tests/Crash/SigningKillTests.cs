namespace OpteriusDkim;

/// <summary>A kill between any two changes leaves tables that OpenDKIM loads, and the next run completes the work.</summary>
public sealed class SigningKillTests : IDisposable
{
    private const string OldKey = "old._domainkey.old.example.com old.example.com:old:{keys}/old.example.com/old.private\n";
    private const string OldLine = "# by hand\n*@old.example.com  old._domainkey.old.example.com\n";
    private const string MailKey = "mail._domainkey.one.example.com one.example.com:mail:{keys}/one.example.com/mail.private\n";
    private const string NextKey = "next._domainkey.one.example.com one.example.com:next:{keys}/one.example.com/next.private\n";
    private const string MailLine = "*@one.example.com mail._domainkey.one.example.com\n";
    private const string NextLine = "*@one.example.com next._domainkey.one.example.com\n";

    private readonly Sandbox sandbox = new();
    private OpenDkimHost? template;

    public void Dispose()
    {
        template?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public Task Enabling() => KillAsync(new SigningKill(
        "Enable-DkimSigning one.example.com mail", (OldKey, OldKey + MailKey), (OldLine, OldLine + MailLine))
    {
        InState = true,
        Verdicts = Expect("unsigned", "signed mail"),
    });

    [Fact]
    public Task Disabling() => KillAsync(new SigningKill(
        "Disable-DkimSigning one.example.com -Confirm:$false", (MailKey + OldKey, OldKey), (MailLine + OldLine, OldLine))
    {
        Verdicts = Expect("signed mail", "unsigned"),
    });

    [Fact]
    public Task Replacing_a_key_and_taking_back_what_could_not_be_proved() => KillAsync(new SigningKill(
        "Enable-DkimSigning one.example.com next -Force", (MailKey + OldKey, OldKey + NextKey), (MailLine + OldLine, NextLine + OldLine))
    {
        Reload = "exit 7",
        Verdicts = Expect("signed mail", "signed next"),
    });

    [Fact]
    public Task Setting_up_a_host_with_a_single_key() => KillAsync(new SigningKill(
        "Initialize-DkimSigner", ("", MailKey), ("", MailLine))
    {
        AtRenamesOnly = true,
        Folder = "opendkim",
        Directives = "Domain one.example.com\nSelector mail\nKeyFile {keys}/one.example.com/mail.private",
        Verdicts = new Dictionary<string, string[]> { ["one.example.com"] = ["signed mail"] },
    });

    [Fact]
    public Task Setting_up_a_fresh_host() => KillAsync(new SigningKill("Initialize-DkimSigner", ("", ""), ("", ""))
    {
        Folder = "opendkim",
        Directives = "# as packaged",
        Verdicts = new Dictionary<string, string[]> { ["one.example.com"] = ["unsigned"] },
    });

    private static Dictionary<string, string[]> Expect(params string[] ofOne) => new()
    {
        ["one.example.com"] = ofOne,
        ["old.example.com"] = ["signed old"],
    };

    private async Task KillAsync(SigningKill kill)
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        template = new OpenDkimHost(sandbox);
        using (var session = new ModuleSession(sandbox))
        {
            Assert.Empty(
                session.Run("New-DkimKey one.example.com; New-DkimKey one.example.com next; New-DkimKey old.example.com old").Errors);
        }

        template.Publish();
        await KillSeries.AssertAsync(SigningCheck.Case(template, kill));
    }
}
